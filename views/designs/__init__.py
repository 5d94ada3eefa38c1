"""Artwork: the grids of designs and their versions, and the page on which a design is brought to its approval."""

from . import screens

__all__ = ["screens"]
