"""The calendar as JSON: lanes, days, the hours of each lane and day, operations with their flags, and the backlog.

Hours are texts with four decimals, days ISO dates, times RFC 3339 in UTC, as everywhere in the REST door.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa

from models.core.dates import short_day
from models.core.labels import choice_label
from models.jobs import DecorationMethod
from models.scheduling import DailyCapacity, ScheduleStatus
from models.scheduling.calendar import BETWEEN_GATES, BETWEEN_PARTS, CalendarRows

LANES: Final = ("employees", "machines", "stages")
"""What a calendar can have a line for each of."""
TIGHT: Final = Decimal("0.85")
"""The share of a day's hours beyond which it is tight (domain.md, Schedule and capacity)."""
_DONE: Final = ScheduleStatus.COMPLETED
_NOTHING: Final = Decimal(0)
_FINEST: Final = DailyCapacity.__table__.c.total_hours.type

Rows = Iterable[sa.Row[Any]]
Part = dict[str, Any]


def composed(rows: CalendarRows, start: dt.date, end: dt.date, lanes: str, today: dt.date) -> Part:
    """What `GET /api/v1/calendar/` answers; `lanes` is one of `LANES`."""
    people = _workers(rows.resources, "employee")
    machines = _workers(rows.resources, "machine")
    stages = _stages(rows.resources)
    told = _Teller(stages, today)
    dated = [told.operation(row) for row in rows.operations if row.day is not None]
    waiting = [row for row in rows.operations if row.day is None]
    load = _load(rows.hours)
    if lanes == "stages":
        load += _load_of_stages(stages, people, rows)
    return {
        "start": start.isoformat(),
        "end": end.isoformat(),
        "today": today.isoformat(),
        "resources": lanes,
        "days": _days(rows, start, end),
        "lanes": {"employees": people, "machines": machines, "stages": stages}[lanes],
        "employees": people,
        "machines": machines,
        "stages": stages,
        "load": load,
        "operations": dated,
        "backlog": _backlog(waiting, told),
    }


def spelled(hours: Decimal | None) -> str:
    """Hours as the REST door writes them."""
    return f"{hours or _NOTHING:.4f}"


def _workers(rows: Rows, kind: str) -> list[Part]:
    """People or machines by name, each with the stages that it can do and, in words, with what it is good at."""
    stages = sorted((row for row in rows if row.kind == "stage"), key=lambda row: (row.position, row.name))
    names = {row.id: row.name for row in stages}
    found: dict[str, Part] = {}
    for row in rows:
        if row.kind == kind:
            worker = found.setdefault(row.id, {"id": row.id, "name": row.name, "subtitle": "", "skills": []})
            if row.about:
                worker["skills"].append({"stage_id": row.about, "decoration_method": row.detail})
    for worker in found.values():
        worker["skills"] = _in_order(worker["skills"], [*names])
        worker["subtitle"] = _good_at(worker["skills"], names)
    return sorted(found.values(), key=lambda worker: (str(worker["name"]).casefold(), worker["id"]))


def _in_order(skills: list[Part], stages: list[str]) -> list[Part]:
    """By the stages' order, and by method."""
    places = {stage: place for place, stage in enumerate(stages)}
    return sorted(
        skills,
        key=lambda skill: (places.get(skill["stage_id"], len(places)), skill["decoration_method"] or ""),
    )


def _good_at(skills: list[Part], names: dict[str, str]) -> str:
    """Such as “Screen print, DTF, Packing”: a skill in one method is called by the method."""
    words = [
        choice_label(DecorationMethod[skill["decoration_method"]])
        if skill["decoration_method"]
        else names.get(skill["stage_id"], "")
        for skill in skills
    ]
    told = [*dict.fromkeys(word for word in words if word)]
    return ", ".join(told[:3]) + (f" and {len(told) - 3} more" if len(told) > 3 else "")


def _stages(rows: Rows) -> list[Part]:
    stages = sorted((row for row in rows if row.kind == "stage"), key=lambda row: (row.position, row.name))
    return [
        {
            "id": row.id,
            "key": row.detail,
            "name": row.name,
            "subtitle": "",
            "colour": row.about,
            "position": row.position,
            "is_open_to_all": not row.hours,
        }
        for row in stages
    ]


def _days(rows: CalendarRows, start: dt.date, end: dt.date) -> list[Part]:
    """Each day of the range: a day off has a name and no hours; else it is open when somebody has hours on it, and
    where hours were not laid out yet, on the usual working days.
    """
    special = {row.id: row for row in rows.resources if row.kind == "day"}
    laid_out: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows.hours:
        laid_out[row.day] += row.total_hours
    found = []
    for place in range((end - start).days + 1):
        day = start + dt.timedelta(days=place)
        key, differs = day.isoformat(), special.get(day.isoformat())
        usual = laid_out[key] > 0 if key in laid_out else day.weekday() < 5
        is_open = differs.hours > 0 if differs else usual
        found.append({"date": key, "open": is_open, "name": differs.name if differs else ""})
    return found


def _load(rows: Rows) -> list[Part]:
    return [_hours(row.resource, row.day, row.booked_hours, row.total_hours) for row in rows]


def _hours(lane: str, day: str, booked: Decimal, total: Decimal, left: Decimal | None = None) -> Part:
    free = total - booked if left is None else left
    return {
        "lane": lane,
        "date": day,
        "booked": spelled(booked),
        "total": spelled(total),
        "left": spelled(free),
    }


def _load_of_stages(stages: list[Part], people: list[Part], rows: CalendarRows) -> list[Part]:
    """A stage has the hours of all who can do it, and left of them what they have not promised to anything. One for
    which nobody has declared a skill is open to all, as booking has it.
    """
    booked: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in rows.operations:
        if row.day is not None:
            booked[row.stage_id, row.day] += row.estimated_hours
    everybody = {person["id"] for person in people}
    of_whom: dict[str, set[str]] = defaultdict(set)
    for stage in stages:
        of_whom[stage["id"]] |= everybody if stage["is_open_to_all"] else set()
    for person in people:
        for skill in person["skills"]:
            of_whom[skill["stage_id"]].add(person["id"])
    total: dict[tuple[str, str], list[Decimal]] = defaultdict(lambda: [_NOTHING, _NOTHING])
    for row in rows.hours:
        for stage in stages:
            if row.resource in of_whom[stage["id"]]:
                both = total[stage["id"], row.day]
                both[0] += row.total_hours
                both[1] += row.total_hours - row.booked_hours
    return [
        _hours(stage, day, booked[stage, day], total[stage, day][0], total[stage, day][1])
        for stage, day in sorted({*booked, *total})
    ]


def _backlog(waiting: list[sa.Row[Any]], told: _Teller) -> Part:
    first = waiting[0] if waiting else None
    return {
        "count": first.waiting if first else 0,
        "hours": spelled(first.waiting_hours if first else None),
        "operations": [told.operation(row) for row in waiting],
    }


class _Teller:
    """Tells operations; what many of them share is told once."""

    def __init__(self, stages: list[Part], today: dt.date) -> None:
        self._stages = {stage["id"]: (stage["key"], stage["name"], stage["colour"]) for stage in stages}
        self._today, self._now = today, today.isoformat()
        self._reasons: dict[str, str] = {}

    def operation(self, row: Any) -> Part:
        """One operation with its job, its stage and its flags."""
        # As a tuple: asking a row for twenty columns by name costs more than reading them from the database.
        (key, version, job, number, title, customer, stage, method, employee, machine, day, start, ends, hours, pieces,
         priority, status, overbooked, is_rush, due_on, blocked, _count, _hours) = row  # fmt: skip
        stage_key, stage_name, colour = self._stages.get(stage) or ("", "", "grey")
        return {
            "id": key,
            "version": version,
            "job_id": job,
            "job_number": number,
            "job_title": title,
            "customer": customer,
            "stage_id": stage,
            "stage_key": stage_key,
            "stage_name": stage_name,
            "colour": colour,
            "decoration_method": method,
            "employee_id": employee,
            "machine_id": machine,
            "date": day,
            "start_time": _moment(start),
            "end_time": _moment(ends),
            "hours": f"{hours:.4f}",
            "pieces": pieces,
            "priority": priority,
            "status": status,
            "due_on": due_on and due_on.isoformat(),
            "rush": is_rush,
            "late": self._lateness(day, due_on, status),
            "blocked": blocked and self._blocked(blocked),
            "overbooked": overbooked,
        }

    def _lateness(self, day: str | None, due_on: dt.date | None, status: str) -> str | None:
        """Why it is late, as a sentence without its stop; None when it is not."""
        if status == _DONE:
            return None
        if due_on is not None and due_on < self._today:
            return f"{(self._today - due_on).days} d late: due {short_day(due_on)}"
        if day is not None and day < self._now:
            return "Its day has passed and it is not finished"
        if due_on is not None and day is not None and day > due_on.isoformat():
            return f"Planned after {short_day(due_on)}, when it is due"
        return None

    def _blocked(self, text: str) -> str:
        """Such as “Art: The art is not approved yet; blanks: expected Mon 30 Nov”."""
        if text not in self._reasons:
            gates = sorted(gate.split(BETWEEN_PARTS) for gate in text.split(BETWEEN_GATES))
            self._reasons[text] = "; ".join(_gate(*gate) for gate in gates)
        return self._reasons[text]


def _gate(name: str, reason: str, expected: str) -> str:
    when = f"expected {short_day(dt.date.fromisoformat(expected))}" if expected else ""
    return f"{name.capitalize()}: {', '.join(part for part in (reason, when) if part) or 'blocked'}"


def _moment(moment: dt.datetime | None) -> str | None:
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")
