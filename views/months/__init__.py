"""Closing the books month by month."""

from . import screens

__all__ = ["screens"]
