"""Quotes as PDF, in the shop's look."""

from .paper import draft_of, name_of, paper_of

__all__ = ["draft_of", "name_of", "paper_of"]
