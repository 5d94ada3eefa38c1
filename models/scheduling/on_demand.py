"""The days of resources as booking finds them: rows of capacity, made for whoever has none yet on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..people import Employee, Machine
from .capacity import DailyCapacity
from .days import Absence, WorkDay
from .generation import lay_out
from .hours import work_calendar

Resource = Employee | Machine


@dataclass(frozen=True, order=True)
class Slot:
    """A day of a resource (its id; empty: the whole shop)."""

    day: dt.date
    resource: str


def hours_between(
    session: Session, resource: Resource, first: dt.date, last: dt.date
) -> Mapping[dt.date, Decimal]:
    """The hours of `resource` on each day from `first` to `last`, as its calendar says, without corrections."""
    calendar = work_calendar(session, first, last)
    days = (first + dt.timedelta(days=each) for each in range((last - first).days + 1))
    return {day: calendar.hours(resource, day) for day in days}


def rows_of(
    session: Session, slots: Collection[Slot], resources: Mapping[str, Resource]
) -> Mapping[Slot, str]:
    """The id of each slot's row; rows of people and machines that are missing are made, those of the shop are not."""
    known = _known(session, slots)
    missing = {slot for slot in slots if slot.resource and slot not in known}
    if not missing:
        return known
    days = sorted({slot.day for slot in missing})
    lay_out(session, _ordered(resources[slot.resource] for slot in missing), days)
    return _known(session, slots)


def _known(session: Session, slots: Collection[Slot]) -> dict[Slot, str]:
    row = DailyCapacity
    near = sa.select(row.date, row.resource, row.id).where(
        row.date.in_({slot.day for slot in slots}), row.resource.in_({slot.resource for slot in slots})
    )
    found = {Slot(day, resource): id_ for day, resource, id_ in session.execute(near)}
    return {slot: id_ for slot, id_ in found.items() if slot in slots}


def _ordered(resources: Iterable[Resource]) -> list[Resource]:
    """In the order in which the clock lays days out too, so that nobody waits for one who waits for them."""
    return sorted(set(resources), key=lambda each: (isinstance(each, Machine), each.id))


def why_away(session: Session, resource: Resource, day: dt.date) -> str:
    """Why nothing is left of the day, in a word such as the holiday's name; empty when nobody said."""
    mine = Absence.employee_id if isinstance(resource, Employee) else Absence.machine_id
    away = sa.select(Absence.reason).where(
        mine == resource.id, Absence.starts_on <= day, Absence.ends_on >= day
    )
    special = sa.select(WorkDay.name).where(WorkDay.day == day)
    return session.scalar(away.order_by(Absence.id).limit(1)) or session.scalar(special) or ""
