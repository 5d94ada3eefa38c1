"""The timesheets of a week: who worked how long on which day, and how far each sheet is looked through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from models.core.labels import choice_label
from models.core.periods import Period, PeriodKind
from models.core.roles import OFFICE
from models.core.sentences import listed
from models.core.types import round_half_up
from models.reports import COST_READERS, Column, Contents, ReportKind, Table, report
from models.timekeeping import TimesheetStatus
from models.timekeeping.entries import hours_of
from models.timekeeping.weeks_of_people import WeekOf, weeks_of_people

from .spelling import counted, spelled

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_COLUMNS = (
    Column("Person"),
    *(Column(day, "clocked") for day in _DAYS),
    Column("Hours", "hours"),
    Column("To look at", "whole"),
    Column("Timesheet"),
)


@report(
    ReportKind.TIMESHEETS,
    "Timesheets",
    periods=(PeriodKind.WEEK,),
    by=COST_READERS | {OFFICE},
    back_fill=4,
)
def timesheets(session: Session, week: Period) -> Contents:
    """The hours of a week by person and day, for payroll, and which timesheets are approved."""
    weeks = weeks_of_people(session, week.first)
    worked = [each for each in weeks if sum(each.seconds)]
    sums = [sum(day) for day in zip(*(each.seconds for each in weeks), strict=True)] if weeks else []
    foot = ["All", *_days(sums), _hours(sum(sums)), None, ""] if weeks else ()
    return Contents(
        sentences=[_worked(len(worked), sum(sums), week), _standing(weeks)],
        tables=[Table("Hours by day", _COLUMNS, [_row(each) for each in weeks], foot)],
    )


def _row(each: WeekOf) -> list[Any]:
    state = choice_label(each.sheet.status) if each.sheet else "No time"
    return [
        each.employee.name,
        *_days(each.seconds),
        _hours(sum(each.seconds)),
        each.doubtful or None,
        state,
    ]


def _days(seconds: Iterable[int]) -> list[Decimal | None]:
    return [_hours(each) if each else None for each in seconds]


def _hours(seconds: int) -> Decimal:
    return round_half_up(hours_of(seconds))


def _worked(people: int, seconds: int, week: Period) -> str:
    who = "1 person" if people == 1 else f"{people:,} people"
    return f"{who} worked {spelled(_hours(seconds), 'hours')} in {week}."


def _standing(weeks: Sequence[WeekOf]) -> str:
    states = Counter(each.sheet.status for each in weeks if each.sheet)
    if not states:
        return "There is no timesheet of it."
    words = {
        TimesheetStatus.APPROVED: "approved",
        TimesheetStatus.SUBMITTED: "submitted and waiting",
        TimesheetStatus.OPEN: "not submitted yet",
    }
    told = [f"{states[state]} {word}" for state, word in words.items() if states[state]]
    return f"{counted(sum(states.values()), 'timesheet')}: {listed(told)}."
