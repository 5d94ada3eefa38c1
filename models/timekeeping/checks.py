"""Time of one person never overlaps, whoever writes it: looked at before every commit, under the person's lock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core.base import lock_all
from ..core.errors import RuleBroken
from ..core.events import Fact, on_fact
from ..people import Employee
from .days import clock_time
from .entries import TimeEntry

_PLACE: Final = {"employee_id", "start_time", "end_time"}


@on_fact(TimeEntry)
def refuse_overlaps(session: Session, facts: list[Fact]) -> None:
    """RuleBroken when an entry that was written overlaps another of the same person."""
    latest = {fact.id: fact for fact in facts if fact.kind == "new" or not _PLACE.isdisjoint(fact.before)}
    moved = latest.values()
    people = {fact.values["employee_id"] for fact in moved}
    lock_all(session, Employee, people)
    for person in sorted(people):
        mine = [fact.values for fact in moved if fact.values["employee_id"] == person]
        overlap = overlap_among(session.execute(_around(person, mine)).all(), {entry["id"] for entry in mine})
        if overlap is not None:
            raise RuleBroken(_sentence(*(session.get_one(TimeEntry, entry_id) for entry_id in overlap)))


def _around(person: str, written: list[dict[str, Any]]) -> sa.Select[Any]:
    """The person's entries that reach into the time of those `written`, or touch it."""
    entry, ends = TimeEntry.__table__.c, [values["end_time"] for values in written]
    begin = min(values["start_time"] for values in written)
    near = sa.select(entry.id, entry.start_time, entry.end_time).where(
        entry.employee_id == person, sa.or_(entry.end_time.is_(None), entry.end_time >= begin)
    )
    last = [] if None in ends else [entry.start_time <= max(ends)]
    return near.where(*last)


def overlap_among(entries: Sequence[Any], written: set[str]) -> tuple[str, str] | None:
    """One of `written` that overlaps another entry, and that other. Touching is allowed: an end is no part of it."""
    reach: dict[bool, Any] = {}  # by whether it was written: of the entries before, the one that ends last
    for entry in sorted(entries, key=lambda each: (each.start_time, _end(each), each.id)):
        is_written = entry.id in written
        for before in (reach.get(True), reach.get(False) if is_written else None):
            if before and _end(before) > entry.start_time and before.start_time < _end(entry):
                return (entry.id, before.id) if is_written else (before.id, entry.id)
        last = reach.get(is_written)
        if last is None or _end(entry) > _end(last):
            reach[is_written] = entry
    return None


def _end(entry: Any) -> dt.datetime:
    """What runs still has no end."""
    return entry.end_time or dt.datetime.max.replace(tzinfo=dt.UTC)


def _sentence(entry: TimeEntry, other: TimeEntry) -> str:
    name = entry.employee.name
    if other.end_time is None:
        return (
            f"{name} works on {other.activity} since {clock_time(other.start_time)}: stop that first. "
            "One timer runs at a time."
        )
    return (
        f"It overlaps {other.activity} of {name}, {clock_time(other.start_time)} to {clock_time(other.end_time)}: "
        "times may touch, not overlap."
    )
