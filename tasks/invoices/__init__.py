"""Invoices and credit notes on paper, and the mail that carries them."""

from .paper import PaperOf, paper_of, words_of

__all__ = ["PaperOf", "paper_of", "words_of"]
