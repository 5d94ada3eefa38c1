"""What was worked, on the rows that plan it: hours of an operation, and of the days of its people and machines.

Sums of whole seconds, made anew under the lock of the row that holds them, so that none is lost or counted twice. They
are no edit of the plan: the version that planners compare stays.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..core.base import lock_all
from ..core.events import Fact, on_fact, record
from ..scheduling import DailyCapacity, ProductionSchedule
from .days import end_of_day
from .entries import TimeEntry, hours_of

entry = TimeEntry.__table__.c

Planned = TypeVar("Planned", ProductionSchedule, DailyCapacity)

_WHY = "a sum of what was worked, under the row's lock; its fact is recorded"


@on_fact(TimeEntry)
def count_what_was_worked(session: Session, facts: list[Fact]) -> None:
    """Bring the sums of the operations and days of these entries up to date, also of those that they left."""
    told = [each for fact in facts for each in _told(fact)]
    ids = {each["operation_id"] for each in told if each["operation_id"]}
    operations = lock_all(session, ProductionSchedule, ids)
    _count_operations(session, operations)
    days = {clock.shop_day(each["start_time"]) for each in told}
    machines = {each.machine_id for each in operations if each.machine_id}
    _count_days(session, days, {"", *machines, *(each["employee_id"] for each in told)})


@on_fact(DailyCapacity)
def count_a_new_day(session: Session, facts: list[Fact]) -> None:
    """A day that is laid after it was worked on begins with what was worked."""
    today = clock.shop_day()
    new = [fact.values for fact in facts if fact.kind == "new" and fact.values["date"] <= today]
    _count_days(session, {each["date"] for each in new}, {each["resource"] for each in new})


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


def _count_operations(session: Session, operations: Sequence[ProductionSchedule]) -> None:
    """Write what was worked on each of these, which are held."""
    ids = [operation.id for operation in operations]
    seconds = sa.select(entry.operation_id, sa.func.sum(entry.seconds)).where(entry.operation_id.in_(ids))
    found = session.execute(seconds.group_by(entry.operation_id)) if ids else ()
    worked = {operation_id: total or 0 for operation_id, total in found}
    _write(session, ProductionSchedule, operations, [worked.get(each, 0) for each in ids])


def _count_days(session: Session, days: set[dt.date], resources: set[str]) -> None:
    """Write what was worked on the rows of these days and resources."""
    rows = sa.select(DailyCapacity.id).where(
        DailyCapacity.date.in_(days), DailyCapacity.resource.in_(resources)
    )
    held = lock_all(session, DailyCapacity, session.scalars(rows).all())
    for _, near in itertools.groupby(sorted(held, key=lambda row: row.date), _quarter):
        some = list(near)
        worked = _worked(session, some)
        _write(session, DailyCapacity, some, [worked[row.date, row.resource] for row in some])


def _quarter(row: DailyCapacity) -> tuple[int, int]:
    """The quarter of the year: the days that are summed at once."""
    return row.date.year, (row.date.month - 1) // 3


def _worked(session: Session, rows: Sequence[DailyCapacity]) -> dict[tuple[dt.date, str], int]:
    """Seconds worked by day and resource, from the first day of `rows` to the last; of the whole shop under ""."""
    begin = clock.start_of_day(min(row.date for row in rows))
    end = end_of_day(clock.start_of_day(max(row.date for row in rows)))
    operation = ProductionSchedule.__table__
    worked = (
        sa.select(entry.start_time, entry.seconds, entry.employee_id, operation.c.machine_id)
        .select_from(TimeEntry.__table__.outerjoin(operation, entry.operation_id == operation.c.id))
        .where(entry.start_time >= begin, entry.start_time < end, entry.seconds.is_not(None))
    )
    sums: dict[tuple[dt.date, str], int] = defaultdict(int)
    for start, seconds, *resources in session.execute(worked):
        for resource in ("", *filter(None, resources)):
            sums[clock.shop_day(start), resource] += seconds
    return sums


def _write(session: Session, model: type[Planned], rows: Sequence[Planned], seconds: Sequence[int]) -> None:
    """Write so many seconds on each of these rows, which are held, in as many statements for one as for many."""
    told = zip(rows, map(hours_of, seconds), strict=True)
    changed = {row.id: (row.actual_hours, hours) for row, hours in told if row.actual_hours != hours}
    if not changed:
        return
    table: Any = model.__table__
    update = sa.update(table).where(table.c.id == sa.bindparam("of_row"))
    session.execute(
        update.values(actual_hours=sa.bindparam("worked")).execution_options(deliberate=_WHY),
        [{"of_row": row_id, "worked": hours} for row_id, (_, hours) in changed.items()],
    )
    anew = sa.select(model).where(model.id.in_(changed)).order_by(model.id)
    for row in session.scalars(anew.execution_options(populate_existing=True)):
        values = {each.key: getattr(row, each.key) for each in sa.inspect(model).column_attrs}
        record(session, Fact(model, row.id, "changed", values, {"actual_hours": changed[row.id][0]}))
