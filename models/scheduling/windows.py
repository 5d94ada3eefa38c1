"""The window of an operation within its day. Windows of one resource may touch, not overlap."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ..core import clock
from ..core.base import session_of
from ..core.dates import short_day
from ..core.errors import InvalidValue
from .life import BOOKING, RefusalKind
from .refused import BookingRefused

if TYPE_CHECKING:
    from .operations import ProductionSchedule

Window = tuple[dt.datetime, dt.datetime]


def window_of(day: dt.date, start: dt.datetime | None, hours: Decimal) -> Window | None:
    """From `start` so many hours on, as time passes: over a change of the clocks the wall shows one more or less.

    None without a start. A start without a zone is the shop's. InvalidValue when it leaves the shop's day.
    """
    if start is None:
        return None
    begins = clock.aware(start).astimezone(dt.UTC)
    if clock.shop_day(begins) != day:
        told = f"It begins on {short_day(clock.shop_day(begins))}, not on {short_day(day)}."
        raise InvalidValue("start_time", told)
    ends = begins + dt.timedelta(microseconds=round(hours * 3_600_000_000))
    if ends > clock.start_of_day(day + dt.timedelta(days=1)):
        raise InvalidValue("start_time", f"It would go on after midnight: it must end on {short_day(day)}.")
    return begins, ends


def refuse_overlaps(operation: ProductionSchedule, resources: dict[str, str], window: Window | None) -> None:
    """Refuse a window in which one of `resources` (column to id) works on something else already.

    Their rows of capacity must be locked, so that nobody puts another operation there at the same moment.
    """
    if window is None:
        return
    for column, resource_id in resources.items():
        other = session_of(operation).scalars(_within(operation, column, resource_id, window)).first()
        if other is not None:
            raise _taken(operation, other, column, resource_id)


def windows_of(
    operation: ProductionSchedule, resource_ids: Iterable[str], first: dt.date, last: dt.date
) -> list[Window]:
    """The windows in which one of these people and machines works on something else, from `first` to `last`."""
    table: Any = type(operation)
    ids = list(resource_ids)
    mine = sa.or_(table.employee_id.in_(ids), table.machine_id.in_(ids))
    within = sa.select(table.start_time, table.end_time).where(
        mine,
        table.id != operation.id,
        table.status.in_(BOOKING),
        table.scheduled_date.between(first, last),
        table.start_time.is_not(None),
    )
    return [(begins, ends) for begins, ends in session_of(operation).execute(within)]


def is_free(taken: Iterable[Window], window: Window | None) -> bool:
    """Whether `window` overlaps none of those that are taken; they may touch."""
    return window is None or not any(begins < window[1] and ends > window[0] for begins, ends in taken)


def _within(operation: Any, column: str, resource_id: str, window: Window) -> sa.Select[Any]:
    table = type(operation)
    return (
        sa.select(table)
        .where(
            getattr(table, column) == resource_id,
            table.id != operation.id,
            table.status.in_(BOOKING),
            table.start_time < window[1],
            table.end_time > window[0],
        )
        .order_by(table.start_time, table.id)
        .execution_options(populate_existing=True)
    )


def _taken(operation: Any, other: Any, column: str, resource_id: str) -> BookingRefused:
    who = other.employee if column == "employee_id" else other.machine
    told = (
        f"{who} has {other} from {_hour(other.start_time)} to {_hour(other.end_time)}: choose another time."
    )
    return BookingRefused(
        told,
        RefusalKind.OVERLAP,
        operation_id=operation.id,
        resource=resource_id,
        day=other.scheduled_date,
    )


def _hour(at: dt.datetime) -> str:
    return f"{clock.shop_time(at):%H:%M}"
