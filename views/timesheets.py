"""Timesheets: the weeks of people's time, looked through, approved and locked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from flask import url_for

from models.core import clock
from models.core.base import db
from models.core.dates import short_day
from models.core.roles import ARTIST, BOOKKEEPER, MANAGER, OFFICE, PRODUCTION
from models.core.visibility import hidden_columns
from models.timekeeping import TimeEntry, Timesheet
from models.timekeeping.entries import hours_of
from models.timekeeping.timesheets import WEEK
from models.timekeeping.weeks import lay_out

from .core.access.person import current_roles
from .core.pages.grid import operations_of
from .core.screen import Screen, screen, screen_named
from .core.shown import shown as told


@screen(
    "Timesheets", category="People", icon="calendar", read={PRODUCTION, ARTIST, OFFICE, BOOKKEEPER, MANAGER}
)
class TimesheetScreen(Screen, model=Timesheet):
    """The weeks of people's time: looked through, approved and locked."""

    list_columns = ["employee", "week", "status", "submitted_at", "approved_by", "approved_at"]
    base_order = ("week", "desc")
    show_template = "timesheets/show.html"

    def parts(self, row: Timesheet, _shown: dict[str, Any]) -> dict[str, Any]:
        """The week as a table of jobs and days, and what is to be looked at."""
        week = lay_out(db.session(), row)
        pays = "cost" not in hidden_columns(TimeEntry, current_roles())
        return {
            "week": week,
            "lines": [_line(line, pays) for line in week.lines],
            "totals": _hours(week.seconds),
            "total": _whole(sum(week.seconds)),
            "pay": (told(week.cost, "$") or "–") if pays else "",
            "pays": pays,
            "remarks": [_remark(each) for each in week.remarks],
            "days": [short_day(day).rsplit(" ", 1)[0] for day in week.days],
            "last_day": short_day(week.days[-1]),
            "entries_url": _entries_url(row),
        }


def _line(line: Any, pays: bool) -> dict[str, Any]:
    return {
        "name": line.name,
        "number": line.job.number if line.job else "",
        "href": url_for("JobScreen.show", pk=line.job.id) if line.job else "",
        "hours": _hours(line.seconds),
        "total": _whole(sum(line.seconds)),
        "pay": (told(line.cost, "$") or "–") if pays else "",
    }


def _hours(seconds: Iterable[int]) -> list[str]:
    """Hours of each day to two decimals; nothing where there are none."""
    return [_whole(each) if each else "" for each in seconds]


def _whole(seconds: int) -> str:
    return f"{round(hours_of(seconds), 2):,.2f}"


def _remark(remark: Any) -> dict[str, str]:
    start = clock.shop_time(remark.entry.start_time)
    return {
        "name": f"{remark.entry.activity}, {start:%a} {start.day} {start:%b}",
        "sentence": remark.sentence,
        "href": url_for("TimeEntryScreen.show", pk=remark.entry.id),
    }


def _entries_url(sheet: Timesheet) -> str:
    """The grid of its entries, which are printed and exported there: those after the week before, before the next."""
    known = operations_of(screen_named("time_entries"), "start_time")
    first, next_one = (dt.datetime.combine(day, dt.time()) for day in (sheet.week, sheet.week + WEEK))
    bounds = {"gt": first - dt.timedelta(seconds=1), "lt": next_one}
    within: dict[str, Any] = {
        f"_flt_{known.index(name)}_start_time": each.isoformat() for name, each in bounds.items()
    }
    return url_for("TimeEntryScreen.list", _flt_0_employee=sheet.employee_id, **within)
