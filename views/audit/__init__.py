"""The trail as people read it. Importing the package declares its screens."""

from . import screens

__all__ = ["screens"]
