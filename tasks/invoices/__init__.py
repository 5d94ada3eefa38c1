"""Invoices and credit notes on paper, and the mail that carries them."""

from .paper import paper_of, words_of

__all__ = ["paper_of", "words_of"]
