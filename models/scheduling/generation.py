"""The rows of daily capacity: made ahead, and kept right when what decides the hours changes.

A total that was set by hand stays. A total may fall below what is booked: bookings are never lost, the excess shows as
a conflict.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ..core import clock
from ..core.base import lock_all, new_id
from ..core.doors import speaking
from ..core.events import Fact, on_fact, record
from ..people import WEEKDAYS, Employee, Machine
from ..settings import Setting
from .capacity import DailyCapacity
from .days import Absence, WorkDay
from .hours import work_calendar
from .shop_week import USUAL_WEEK, farthest_day

BATCH: Final = 500
"""Rows that are written in one statement."""


def generate_ahead(session: Session) -> int:
    """Lay out the days from today for as many weeks as the shop wishes; how many rows are new."""
    return generate_capacity(session, clock.shop_day(), farthest_day(session))


def generate_capacity(session: Session, first: dt.date, last: dt.date) -> int:
    """Give every active person and machine a row for each day from `first` to `last`; how many are new.

    Rows that are there already get the total of today's settings, but for those set by hand.
    """
    session.flush()
    days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    made = lay_out(session, _active(session), days)
    refresh_totals(session, DailyCapacity.date.between(first, last))
    return made


def lay_out(session: Session, resources: Iterable[Employee | Machine], days: Sequence[dt.date]) -> int:
    """Add the rows of these resources and days that are missing, whoever else adds them at the same moment."""
    if not days:
        return 0
    known = set(_keys_of(session, days))
    calendar = work_calendar(session, min(days), max(days))
    missing = [
        _row(each, day, calendar.hours(each, day))
        for each in resources
        for day in days
        if (day, each.id) not in known
    ]
    for start in range(0, len(missing), BATCH):
        _insert(session, missing[start : start + BATCH])
    return len(missing)


def _keys_of(session: Session, days: Sequence[dt.date]) -> Iterable[tuple[dt.date, str]]:
    within = sa.select(DailyCapacity.date, DailyCapacity.resource).where(
        DailyCapacity.date.between(min(days), max(days))
    )
    return ((day, resource) for day, resource in session.execute(within))


def _row(resource: Employee | Machine, day: dt.date, hours: Decimal) -> dict[str, Any]:
    now = clock.now()
    is_person = isinstance(resource, Employee)
    return {
        "id": new_id(),
        "created_at": now,
        "updated_at": now,
        "date": day,
        "employee_id": resource.id if is_person else None,
        "machine_id": None if is_person else resource.id,
        "resource": resource.id,
        "total_hours": hours,
        "booked_hours": Decimal(0),
        "actual_hours": Decimal(0),
        "is_corrected": False,
        "notes": None,
    }


def _insert(session: Session, rows: list[dict[str, Any]]) -> None:
    dialect: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(DailyCapacity).values(rows)
    adding = insert.on_conflict_do_nothing(index_elements=["date", "resource"]).returning(DailyCapacity.id)
    added = set(
        session.scalars(adding, execution_options={"deliberate": "days are laid out by the thousand"})
    )
    for row in rows:
        if row["id"] in added:
            record(session, Fact(DailyCapacity, row["id"], "new", row, {}))


def _active(session: Session) -> list[Employee | Machine]:
    people = sa.select(Employee).where(Employee.is_active.is_(True), Employee.archived_at.is_(None))
    machines = sa.select(Machine).where(Machine.is_active.is_(True), Machine.archived_at.is_(None))
    return [
        *session.scalars(people.order_by(Employee.id)),
        *session.scalars(machines.order_by(Machine.id)),
    ]


def refresh_totals(session: Session, which: sa.ColumnElement[bool]) -> int:
    """Give the rows of daily capacity that `which` chooses the totals that hold now; how many changed.

    The rows are held before what decides their totals is read, so that two changes at once see each other. Those set
    by hand stay.
    """
    chosen = sa.select(DailyCapacity.id).where(which, DailyCapacity.is_corrected.is_(False))
    ids = session.scalars(chosen.order_by(DailyCapacity.id)).all()
    return sum(_refresh(session, ids[start : start + BATCH]) for start in range(0, len(ids), BATCH))


def _refresh(session: Session, ids: Sequence[str]) -> int:
    rows = [row for row in lock_all(session, DailyCapacity, ids) if not row.is_corrected]
    if not rows:
        return 0
    days = [row.date for row in rows]
    calendar = work_calendar(session, min(days), max(days))
    resources = _resources_of(session, rows)
    changed = 0
    for row in rows:
        total = calendar.hours(resources.get(row.resource), row.date)
        if total != row.total_hours:
            changed += 1
            with speaking(row):
                row.total_hours = total
    return changed


def _resources_of(session: Session, rows: Collection[DailyCapacity]) -> dict[str, Employee | Machine]:
    people = {row.employee_id for row in rows if row.employee_id}
    machines = {row.machine_id for row in rows if row.machine_id}
    return {
        **{each.id: each for each in session.scalars(sa.select(Employee).where(Employee.id.in_(people)))},
        **{each.id: each for each in session.scalars(sa.select(Machine).where(Machine.id.in_(machines)))},
    }


@on_fact(Absence)
def take_off_absences(session: Session, facts: list[Fact]) -> None:
    """Recompute the days on which somebody is away, was away, or a machine stands still.

    All at once, so that they are held in the order of their ids: an absence may have changed its person.
    """
    told = [each for fact in facts for each in (fact.values, fact.values | fact.before)]
    refresh_totals(session, sa.or_(*(_days_of(each) for each in told)))


def _days_of(absence: Mapping[str, Any]) -> sa.ColumnElement[bool]:
    within = DailyCapacity.date.between(absence["starts_on"], absence["ends_on"])
    return sa.and_(within, DailyCapacity.resource == (absence["employee_id"] or absence["machine_id"]))


@on_fact(WorkDay)
def follow_the_work_calendar(session: Session, facts: list[Fact]) -> None:
    """Recompute everybody's hours of a day that became special, changed or became usual again."""
    days = {told["day"] for fact in facts for told in (fact.values, fact.values | fact.before)}
    refresh_totals(session, DailyCapacity.date.in_(days))


_DECIDING: Final = {"is_active", "archived_at", *(f"{weekday}_hours" for weekday in WEEKDAYS)}


@on_fact(Employee, Machine)
def follow_their_week(session: Session, facts: list[Fact]) -> None:
    """Recompute the coming days of a person or machine whose week changed, or who came or went."""
    changed = [fact.id for fact in facts if fact.kind == "changed" and not _DECIDING.isdisjoint(fact.before)]
    if changed:
        coming = DailyCapacity.date >= clock.shop_day()
        refresh_totals(session, sa.and_(coming, DailyCapacity.resource.in_(changed)))


@on_fact(Setting)
def follow_the_usual_week(session: Session, facts: list[Fact]) -> None:
    """Recompute everybody's coming days when the shop's usual week changed."""
    if any(fact.values["name"] == USUAL_WEEK and "value" in fact.before for fact in facts):
        refresh_totals(session, DailyCapacity.date >= clock.shop_day())
