"""Alerts: their rows, the rules, and the limits that the shop sets."""

from . import screens

__all__ = ["screens"]
