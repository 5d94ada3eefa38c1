"""Proposals of plans: solved by the worker, in a process of its own."""

from .solver import solve

__all__ = ["solve"]
