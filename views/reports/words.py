"""How reports are told on their pages: when they are made by themselves, where one stands, and what happens next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from models.core import clock
from models.core.dates import full_moment
from models.core.periods import PeriodKind, period_of
from models.reports import WRITTEN, Declaration, Report, ReportStatus

_BY_ITSELF: Final = {
    PeriodKind.WEEK: "every Monday of the week before",
    PeriodKind.MONTH: "on the 1st of the month before",
    PeriodKind.QUARTER: "after a quarter's last day",
}
_STANDING: Final = {
    ReportStatus.DUE: "Being made",
    ReportStatus.MADE: "Made",
    ReportStatus.FAILED: "Not made yet",
}


@dataclass(frozen=True)
class Standing:
    """Where a report stands, and what happens next."""

    sentence: str
    next_step: str = ""


def made_by_itself(declared: Declaration) -> str:
    """When a report is made without anybody asking for it."""
    if declared.is_of_now:
        return "Made by itself every Monday, as things stand then."
    return f"Made by itself {' and '.join(_BY_ITSELF[kind] for kind in declared.periods)}."


def how_to_write(declared: Declaration) -> str:
    """How its period is written."""
    return " or ".join(WRITTEN[kind] for kind in declared.periods)


def suggested(declared: Declaration) -> str:
    """The period that is asked for most likely: the present one of what tells how things stand, else the last."""
    present = period_of(clock.shop_day(), declared.periods[0])
    return present.key if declared.is_of_now else present.before().key


def word_of(report: Report) -> str:
    """Where it stands, in a word or two."""
    return _STANDING[report.status]


def standing_of(report: Report, *, in_detail: bool) -> Standing:
    """Where it stands and what happens next; `in_detail` with what went wrong, for who looks after the reports."""
    return _STANDS[report.status](report, in_detail)


def _made(report: Report, _in_detail: bool) -> Standing:
    made_at = full_moment(report.made_at) if report.made_at else ""
    by = f"{report.asked_by} asked for it" if report.asked_by else "by itself"
    mailed = "mailed to its subscribers" if report.is_mailed else "not mailed"
    return Standing(f"Made {made_at}, {by}; {mailed}. It is kept exactly as it was made.")


def _due(_report: Report, _in_detail: bool) -> Standing:
    return Standing("It is being made.", "It will be here in a minute; this page shows it by itself.")


def _failed(report: Report, in_detail: bool) -> Standing:
    times = "once" if report.attempts == 1 else f"{report.attempts:,} times"
    why = f" The last time: {report.error}" if in_detail and report.error else ""
    at = report.next_try_at
    when = (
        "within a minute"
        if at is None or at <= clock.now() + dt.timedelta(minutes=1)
        else f"at {full_moment(at)}"
    )
    return Standing(
        f"Making it went wrong {times}.{why}",
        f"It is tried again by itself {when}, and mailed then; the owner is told after the third time.",
    )


_STANDS: Final[dict[ReportStatus, Callable[[Report, bool], Standing]]] = {
    ReportStatus.MADE: _made,
    ReportStatus.DUE: _due,
    ReportStatus.FAILED: _failed,
}
