"""`GET /api/v1/calendar/`: what the calendar shows, for the page and for programs."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, Final, cast

from flask import Response, request
from flask_appbuilder.api import BaseApi

from models.core import clock
from models.core.base import db
from models.core.sentences import REQUIRED
from models.scheduling.calendar import LONGEST, calendar_rows

from ..core.rest.bodies import Unfit
from ..core.rest.resource import door
from .composed import LANES, composed

RESOURCE: Final = "calendar"
_DAY: Final = "Write a day as 2026-11-23."


class CalendarApi(BaseApi):
    """The one address of the calendar."""

    resource_name = RESOURCE
    class_permission_name = RESOURCE
    allow_browser_login = True
    csrf_exempt = False

    @door("/", "GET", "get")
    def get(self) -> Response:
        """`?start=&end=&resources=employees|machines|stages`; 304 while the asker's version is the present one."""
        answer = Response(calendar_json(*_asked()), mimetype="application/json")
        answer.headers["Cache-Control"] = "private, no-cache"
        answer.add_etag()
        return cast("Response", answer.make_conditional(request))


def calendar_json(start: dt.date, end: dt.date, lanes: str) -> str:
    """The calendar of the days from `start` to `end` as JSON."""
    rows = calendar_rows(db.session(), start, end)
    return json.dumps(composed(rows, start, end, lanes, clock.shop_day()), separators=(",", ":"))


def _asked() -> tuple[dt.date, dt.date, str]:
    """The range and the lanes that the request names; `Unfit` with every fault by its field."""
    faults: dict[str, list[str]] = {}
    start, end = _day("start", faults), _day("end", faults)
    lanes = request.args.get("resources", LANES[0])
    if lanes not in LANES:
        faults["resources"] = [f"Write one of {', '.join(LANES)}."]
    if start and end and not 0 <= (end - start).days < LONGEST:
        faults["end"] = [_too_long(start, end)]
    if faults or start is None or end is None:
        raise Unfit(faults)
    return start, end, lanes


def _too_long(start: dt.date, end: dt.date) -> str:
    if end < start:
        return "The end is before the start."
    return f"These are {(end - start).days + 1} days: ask for {LONGEST} at most."


def _day(name: str, faults: dict[str, list[str]]) -> Any:
    text = request.args.get(name, "")
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        faults[name] = [_DAY if text else REQUIRED]
        return None
