"""A goal of the scorecard as its row shows it."""

from __future__ import annotations

from dataclasses import dataclass

from .sparkline import Sparkline
from .verdicts import Verdict
from .way import Way


@dataclass(frozen=True)
class Score:
    """The goal in words, what tells it, its numbers as texts, the way there, the trend, and the verdict."""

    goal_in_words: str
    told_by: str
    baseline: str
    goal: str
    now: str
    way: Way
    trend: Sparkline
    verdict: Verdict
    href: str
