"""Time of one person never overlaps, whoever writes it: looked at before every commit, under the person's lock."""

from __future__ import annotations

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
    moved = [fact.id for fact in facts if fact.kind == "new" or not _PLACE.isdisjoint(fact.before)]
    written = session.scalars(sa.select(TimeEntry).where(TimeEntry.id.in_(moved))).all()
    lock_all(session, Employee, {each.employee_id for each in written})
    for entry in written:
        other = session.scalars(_overlapping(entry).limit(1)).first()
        if other is not None:
            raise RuleBroken(_sentence(entry, other))


def _overlapping(entry: TimeEntry) -> sa.Select[Any]:
    """Touching is allowed: an end is no part of its entry."""
    others = sa.select(TimeEntry).where(
        TimeEntry.employee_id == entry.employee_id,
        TimeEntry.id != entry.id,
        sa.or_(TimeEntry.end_time.is_(None), TimeEntry.end_time > entry.start_time),
    )
    return others if entry.end_time is None else others.where(TimeEntry.start_time < entry.end_time)


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
