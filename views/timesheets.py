"""Timesheets: the weeks of people's time, looked through, approved and locked."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from flask import abort, request, url_for
from flask_appbuilder import expose

from models.core import clock
from models.core.base import db, new_id
from models.core.dates import short_day
from models.core.labels import choice_label
from models.core.roles import ARTIST, BOOKKEEPER, MANAGER, OFFICE, PRODUCTION
from models.core.sentences import listed
from models.core.visibility import hidden_columns
from models.timekeeping import TimeEntry, Timesheet, TimesheetStatus
from models.timekeeping.entries import hours_of
from models.timekeeping.timesheets import WEEK
from models.timekeeping.weeks import lay_out
from models.timekeeping.weeks_of_people import WeekOf, weeks_of_people

from .core.access.person import current_roles, is_granted, needs
from .core.pages.grid import operations_of
from .core.screen import Screen, screen, screen_named
from .core.shown import shown as told

_EARLIEST: Final = dt.date(2000, 1, 3)


@screen(
    "Timesheets", category="People", icon="calendar", read={PRODUCTION, ARTIST, OFFICE, BOOKKEEPER, MANAGER}
)
class TimesheetScreen(Screen, model=Timesheet):
    """The weeks of people's time: looked through, approved and locked."""

    list_columns = ["employee", "week", "status", "submitted_at", "approved_by", "approved_at"]
    base_order = ("week", "desc")
    list_page_template = "timesheets/list.html"
    show_template = "timesheets/show.html"
    foremost = ["approve"]

    @expose("/week")
    @needs("list")
    def people(self) -> Any:
        """A week of everybody: hours by day, who submitted, and approving what is over."""
        monday = _monday_asked()
        weeks = weeks_of_people(db.session(), monday)
        sheets = [each.sheet for each in weeks if each.sheet]
        approve, may = self.verbs["approve"], is_granted("can_approve", self.table)
        today = clock.shop_day()
        return self.render_template(
            "timesheets/people.html",
            screen=type(self),
            monday=monday,
            before=monday - WEEK,
            after=monday + WEEK if monday + WEEK <= today else None,
            days=[short_day(monday + dt.timedelta(days=number)).rsplit(" ", 1)[0] for number in range(7)],
            rows=[_person(each) for each in weeks],
            totals=_hours(map(sum, zip(*(each.seconds for each in weeks), strict=True))) if weeks else [],
            total=_whole(sum(sum(each.seconds) for each in weeks)),
            said=_standing(sheets),
            approvable=[each for each in sheets if may and approve.is_legal_for(each)],
            once=new_id(),
        )

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


def _monday_asked() -> dt.date:
    """That of the week in the address; without one, of the last week that is over. 400 for what is no day."""
    asked = request.args.get("week", "")
    try:
        day = dt.date.fromisoformat(asked) if asked else clock.shop_day() - WEEK
        return max(day - dt.timedelta(days=day.weekday()), _EARLIEST)
    except (ValueError, OverflowError):
        abort(400, f"“{asked[:20]}” is not a day: a week is asked for by one, such as 2026-11-23.")


def _person(each: WeekOf) -> dict[str, Any]:
    """A row of the overview."""
    return {
        "name": each.employee.name,
        "sheet": each.sheet,
        "status": choice_label(each.sheet.status) if each.sheet else "",
        "hours": _hours(each.seconds),
        "total": _whole(sum(each.seconds)),
        "doubtful": each.doubtful,
    }


def _standing(sheets: list[Timesheet]) -> str:
    """How far the week is."""
    if not sheets:
        return "Nobody took time in this week."
    states = Counter(sheet.status for sheet in sheets)
    told = [(TimesheetStatus.APPROVED, "approved"), (TimesheetStatus.SUBMITTED, "submitted and waiting")]
    told += [(TimesheetStatus.OPEN, "not submitted yet")]
    parts = [f"{states[state]} {words}" for state, words in told if states[state]]
    number = "1 timesheet" if len(sheets) == 1 else f"{len(sheets)} timesheets"
    return f"{number}: {listed(parts)}."


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
