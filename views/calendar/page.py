"""`/calendar/`: the plan that people drag about, and the sheet of a day on paper."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from werkzeug.http import generate_etag

from models.core import clock
from models.core.base import db
from models.core.dates import full_day, iso_day
from models.core.roles import ADMIN, MANAGER
from models.scheduling.calendar import calendar_rows
from models.scheduling.hours import next_work_day

from ..core.access.person import current_roles, is_granted, require
from .additions import additions
from .api import RESOURCE, calendar_json
from .asked import LANE_NAMES, VIEWS, YEARS, asked
from .composed import composed
from .sheet import sheet_of

bp: Final = Blueprint("calendar", __name__, url_prefix="/calendar")

LIVE: Final = "production_schedules,daily_capacity,jobs,job_gates"
"""The tables of which the open page is told."""


@bp.before_request
def _for_who_reads_operations() -> None:
    require("can_get", RESOURCE)


@bp.get("/")
def show() -> str:
    """The calendar, with what it shows already in it. It opens where there is work: on a Sunday, the coming week."""
    today = clock.shop_day()
    period = asked(request.args, lambda: next_work_day(db.session(), today))
    data = calendar_json(period.start, period.end, period.lanes)
    return _render(
        "calendar.html",
        period=period,
        today=today,
        views=VIEWS,
        lane_names=LANE_NAMES,
        data=data.replace("<", "\\u003c"),
        version=generate_etag(data.encode()),
        zone=clock.shop_zone().key,
        live=url_for("live.changes", tables=LIVE),
        may_move=is_granted("can_move", "production_schedules"),
        may_resize=is_granted("can_resize", "production_schedules"),
        may_split=is_granted("can_split", "production_schedules"),
        may_overbook=not {ADMIN, MANAGER}.isdisjoint(current_roles()),
        additions=additions(),
    )


@bp.get("/day/<date>")
def day(date: str) -> Any:
    """The day in the calendar."""
    return redirect(url_for("calendar.show", view="day", date=_day(date).isoformat()))


@bp.get("/day/<date>/print")
def sheet(date: str) -> str:
    """The day on paper: who does what, in order."""
    day, today = _day(date), clock.shop_day()
    plan = composed(calendar_rows(db.session(), day, day), day, day, "employees", today)
    return _render(
        "sheet.html", day=day, title=full_day(day), lanes=sheet_of(plan), step=dt.timedelta(days=1)
    )


def _day(text: str) -> dt.date:
    try:
        day = iso_day(text)
    except ValueError:
        abort(404)
    return day if day.year in YEARS else abort(404)


def _render(template: str, **values: Any) -> str:
    builder = current_app.extensions["appbuilder"]
    return render_template(f"calendar/{template}", appbuilder=builder, base_template="layout.html", **values)
