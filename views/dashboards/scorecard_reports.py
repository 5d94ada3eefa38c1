"""The goal that the monthly report makes itself: told by the reports, since no fact of the shop's work decides it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from models.core.base import db
from models.core.periods import Period
from models.core.types import round_half_up
from models.reports.punctual import Punctual, punctual

from .key_figures import periods_until
from .score import Score
from .sparkline import sparkline
from .spelling import NONE, counted
from .verdicts import MET, NO_ANSWER, OFF_COURSE, Verdict
from .way import way_of_share

GOAL: Final = Decimal(100)
PAGE: Final = "/reports/of/MONTHLY_PROFITABILITY/"


def reports_score(period: Period) -> Score:
    """How the monthly profitability came in `period` and in those before. One statement."""
    periods = periods_until(period)
    told = punctual(db.session(), periods)
    percent, verdict = told[period].percent, _verdict(period, told[period])
    return Score(
        "Monthly reports by themselves",
        "Monthly profitability made within a day of the 1st; higher is better",
        NONE,
        _percent(GOAL),
        _percent(percent),
        way_of_share(percent, GOAL, verdict.tone),
        sparkline([told[each].percent for each in periods], GOAL, _in_words(told)),
        verdict,
        PAGE,
    )


def _verdict(period: Period, found: Punctual) -> Verdict:
    if not found.due:
        return Verdict(NO_ANSWER, f"No monthly report fell due in {period} since reports are made here.")
    told = f"{found.in_time:,} of {counted(found.due, 'report')} made by itself in time."
    return Verdict(MET if found.in_time == found.due else OFF_COURSE, told)


def _in_words(told: Mapping[Period, Punctual]) -> str:
    due, in_time = (sum(getattr(each, name) for each in told.values()) for name in ("due", "in_time"))
    return f"{in_time:,} of {counted(due, 'report')} in time." if due else "Nothing to tell yet."


def _percent(value: Decimal | None) -> str:
    return NONE if value is None else f"{round_half_up(value, 1):f} %".replace(".0 ", " ")
