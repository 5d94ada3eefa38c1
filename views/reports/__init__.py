"""Reports: the page to open, have made and subscribe to them, and their rows."""

from . import screens

__all__ = ["screens"]
