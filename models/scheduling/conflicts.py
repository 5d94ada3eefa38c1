"""What the plan holds that cannot be done as it stands: found by looking, and solved by people.

Bookings cannot come to this by themselves. It is what happens to them afterwards: somebody falls ill, a day is lowered
by hand, a stage is put elsewhere in the order.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from ..core import clock
from ..core.dates import short_day
from ..core.types import Hours
from .capacity import DailyCapacity
from .life import BOOKING, ON_THE_DAY, ScheduleStatus
from .operations import ProductionSchedule
from .order import are_in_order
from .refused import hours_text


class ConflictKind(enum.StrEnum):
    """What is wrong with the plan."""

    OVERBOOKED = "OVERBOOKED"
    AWAY = "AWAY"
    OVERLAP = "OVERLAP"
    OUT_OF_ORDER = "OUT_OF_ORDER"


@dataclass(frozen=True, slots=True)
class Conflict:
    """One: its kind, its day, whose it is (the id of a person or machine), the operations at fault, and a sentence."""

    kind: ConflictKind
    day: dt.date
    resource: str
    operations: tuple[str, ...]
    sentence: str


def conflicts(session: Session, start: dt.date, end: dt.date) -> list[Conflict]:
    """The conflicts of the days from `start` to `end`, by day; three statements, however many there are.

    A day over which a manager's override leads is none: without the hours booked by it the day must hold the others.
    """
    named = (joinedload(DailyCapacity.employee), joinedload(DailyCapacity.machine))
    rows = session.scalars(overbooked(start, end).options(*named)).all()
    planned = _planned(session, start, end)
    found = [*_of_days(rows, planned), *_overlaps(planned), *_disorder(planned)]
    return sorted(found, key=lambda each: (each.day, each.kind, each.resource, each.operations))


def overbooked(start: dt.date, end: dt.date | None = None) -> sa.Select[Any]:
    """Days from `start` on with more booked than they hold, overridden hours apart, that are still to be worked."""
    row, over = DailyCapacity, _overridden_hours()
    days = row.date >= start if end is None else row.date.between(start, end)
    excess = row.booked_hours - over > row.total_hours
    return sa.select(row).where(days, row.booked_hours > row.total_hours, excess).order_by(row.date, row.id)


def overbooked_ahead() -> sa.Select[Any]:
    """As `overbooked`, from today on."""
    return overbooked(clock.shop_day())


def overdue(session: Session) -> Sequence[str]:
    """The ids of operations whose day passed and which nobody has begun."""
    table = ProductionSchedule
    late = sa.select(table.id).where(
        table.status == ScheduleStatus.SCHEDULED, table.scheduled_date < clock.shop_day()
    )
    return session.scalars(late.order_by(table.id)).all()


def fitting_again(session: Session) -> Sequence[str]:
    """The ids of operations that a manager booked beyond their days, which hold them by now."""
    table, row = ProductionSchedule, DailyCapacity
    mine = sa.or_(row.resource == table.employee_id, row.resource == table.machine_id, row.resource == "")
    over = sa.exists().where(row.date == table.scheduled_date, mine, row.booked_hours > row.total_hours)
    settled = sa.select(table.id).where(
        table.overbooked_because.is_not(None), table.status.in_(ON_THE_DAY), ~over
    )
    return session.scalars(settled.order_by(table.id)).all()


def _overridden_hours() -> sa.ColumnElement[Decimal]:
    row, table = DailyCapacity, ProductionSchedule
    mine = sa.or_(table.employee_id == row.resource, table.machine_id == row.resource, row.resource == "")
    hours = (
        sa.select(sa.func.sum(table.estimated_hours, type_=Hours()))
        .where(
            mine,
            table.scheduled_date == row.date,
            table.status.in_(BOOKING),
            table.overbooked_because.is_not(None),
        )
        .correlate(row)
    )
    return sa.func.coalesce(hours.scalar_subquery(), sa.literal(Decimal(0), Hours()), type_=Hours())


def _planned(session: Session, start: dt.date, end: dt.date) -> Sequence[ProductionSchedule]:
    table = ProductionSchedule
    mine = sa.select(table).where(table.scheduled_date.between(start, end), table.status.in_(ON_THE_DAY))
    related = (joinedload(table.stage), joinedload(table.job))
    return session.scalars(mine.options(*related).order_by(table.scheduled_date, table.id)).all()


def _of_days(rows: Iterable[DailyCapacity], planned: Iterable[ProductionSchedule]) -> Iterable[Conflict]:
    for row in rows:
        mine = [
            each.id
            for each in planned
            if each.scheduled_date == row.date and row.resource in ("", each.employee_id, each.machine_id)
        ]
        kind = ConflictKind.OVERBOOKED if row.total_hours else ConflictKind.AWAY
        yield Conflict(kind, row.date, row.resource, tuple(mine), excess_of(row))


def excess_of(row: DailyCapacity) -> str:
    """By how much the day is overbooked, in a sentence."""
    who = row.employee or row.machine or "The shop"
    booked, total = hours_text(row.booked_hours), hours_text(row.total_hours)
    return f"{who} has {booked} booked on {short_day(row.date)}, which holds {total}: {hours_text(-row.left)} too much."


def _overlaps(planned: Iterable[ProductionSchedule]) -> Iterable[Conflict]:
    by_resource: dict[str, list[ProductionSchedule]] = defaultdict(list)
    for each in planned:
        for resource in filter(None, (each.employee_id, each.machine_id)):
            if each.start_time is not None:
                by_resource[resource].append(each)
    for resource, mine in by_resource.items():
        for one, next_ in pairwise(sorted(mine, key=lambda each: each.start_time or clock.now())):
            if one.end_time and next_.start_time and one.end_time > next_.start_time:
                yield _between(ConflictKind.OVERLAP, resource, one, next_, "work at the same time")


def _disorder(planned: Iterable[ProductionSchedule]) -> Iterable[Conflict]:
    by_job: dict[str, list[ProductionSchedule]] = defaultdict(list)
    for each in planned:
        by_job[each.job_id].append(each)
    for mine in by_job.values():
        for one, other in combinations(mine, 2):
            if not are_in_order(one, other):
                yield _between(
                    ConflictKind.OUT_OF_ORDER, "", one, other, "are not in the order of their stages"
                )


def _between(
    kind: ConflictKind, resource: str, one: ProductionSchedule, other: ProductionSchedule, what: str
) -> Conflict:
    day = one.scheduled_date or clock.shop_day()
    return Conflict(kind, day, resource, (one.id, other.id), f"{one} and {other} {what}.")
