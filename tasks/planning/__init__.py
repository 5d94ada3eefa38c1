"""Proposals of plans: what is solved, and who solves it."""

from .making import make_proposals, start, work_out
from .solver import solve

__all__ = ["make_proposals", "solve", "start", "work_out"]
