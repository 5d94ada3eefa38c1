"""The files of customers: the shop's list of them, and fetching one, its preview or its small picture."""

from . import screens

__all__ = ["screens"]
