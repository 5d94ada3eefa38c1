"""Purchase orders on paper: what they say, and the PDF that goes to the supplier."""

from .paper import paper_of, words_of

__all__ = ["paper_of", "words_of"]
