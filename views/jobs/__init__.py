"""Jobs, what is made in them, their gates and their history. A job's own page is the hub of all of it."""

from . import screens

__all__ = ["screens"]
