"""Money spent, its receipts and the tax return."""

from . import screens

__all__ = ["screens"]
