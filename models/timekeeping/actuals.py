"""What was worked, on the rows that plan it: hours of an operation, and of the days of its people and machines.

Sums of whole seconds, made anew under the lock of the row that holds them, so that none is lost or counted twice. They
are no edit of the plan: the version that planners compare stays.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..core.base import lock_all
from ..core.events import Fact, on_fact, record
from ..scheduling import DailyCapacity, ProductionSchedule
from .days import end_of_day, start_of_day
from .entries import TimeEntry, hours_of

_WHY = "a sum of what was worked, under the row's lock; its fact is recorded"


@on_fact(TimeEntry)
def count_what_was_worked(session: Session, facts: list[Fact]) -> None:
    """Bring the sums of the operations and days of these entries up to date, also of those that they left."""
    told = [each for fact in facts for each in _told(fact)]
    operations = {each["operation_id"] for each in told if each["operation_id"]}
    for operation in lock_all(session, ProductionSchedule, operations):
        _count_operation(session, operation)
    days = {clock.shop_day(each["start_time"]) for each in told}
    people = {each["employee_id"] for each in told}
    machines = sa.select(ProductionSchedule.machine_id).where(ProductionSchedule.id.in_(operations))
    _count_days(session, days, {"", *people, *(each for each in session.scalars(machines) if each)})


@on_fact(DailyCapacity)
def count_a_new_day(session: Session, facts: list[Fact]) -> None:
    """A day that is laid after it was worked on begins with what was worked."""
    for fact in facts:
        if fact.kind == "new" and fact.values["date"] <= clock.shop_day():
            _count_days(session, {fact.values["date"]}, {fact.values["resource"]})


@on_fact(ProductionSchedule)
def follow_the_machine(session: Session, facts: list[Fact]) -> None:
    """What was worked on an operation counts for the machine that it is on now."""
    for fact in facts:
        if fact.kind == "changed" and "machine_id" in fact.before and fact.values["actual_hours"]:
            starts = sa.select(TimeEntry.start_time).where(TimeEntry.operation_id == fact.id)
            days = {clock.shop_day(each) for each in session.scalars(starts)}
            _count_days(
                session, days, {fact.before["machine_id"] or "", fact.values["machine_id"] or ""} - {""}
            )


def _told(fact: Fact) -> list[dict[str, Any]]:
    """The values of an entry as it is and as it was; of one that was deleted only the latter."""
    was = fact.values | fact.before
    return [was] if fact.kind == "deleted" else [fact.values, was]


def _count_operation(session: Session, operation: ProductionSchedule) -> None:
    seconds = session.scalar(_seconds().where(TimeEntry.operation_id == operation.id)) or 0
    _write(session, operation, hours_of(seconds))


def _count_days(session: Session, days: set[dt.date], resources: set[str]) -> None:
    rows = sa.select(DailyCapacity.id).where(
        DailyCapacity.date.in_(days), DailyCapacity.resource.in_(resources)
    )
    ids = session.scalars(rows).all()
    for row in lock_all(session, DailyCapacity, ids):
        _write(session, row, hours_of(session.scalar(_worked(row)) or 0))


def _worked(row: DailyCapacity) -> sa.Select[Any]:
    begin = start_of_day(row.date)
    of_the_day = _seconds().where(TimeEntry.start_time >= begin, TimeEntry.start_time < end_of_day(begin))
    if row.employee_id is not None:
        return of_the_day.where(TimeEntry.employee_id == row.employee_id)
    if row.machine_id is not None:
        on_it = sa.select(ProductionSchedule.id).where(ProductionSchedule.machine_id == row.machine_id)
        return of_the_day.where(TimeEntry.operation_id.in_(on_it))
    return of_the_day


def _seconds() -> sa.Select[Any]:
    return sa.select(sa.func.coalesce(sa.func.sum(TimeEntry.seconds), 0))


def _write(session: Session, row: ProductionSchedule | DailyCapacity, hours: Decimal) -> None:
    model: Any = type(row)
    before: Decimal | None = row.actual_hours
    if before == hours:
        return
    session.execute(
        sa.update(model)
        .where(model.id == row.id)
        .values(actual_hours=hours)
        .execution_options(deliberate=_WHY, synchronize_session=False)
    )
    session.refresh(row, ["actual_hours"])
    values = {each.key: getattr(row, each.key) for each in sa.inspect(model).column_attrs}
    record(session, Fact(model, row.id, "changed", values, {"actual_hours": before}))
