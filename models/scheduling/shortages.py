"""Telling that a day has no room: by how much, and which is the next that has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..core.base import session_of
from ..core.dates import short_day
from ..core.errors import InvalidValue
from .booking import Shortage
from .capacity import DailyCapacity
from .gates_ahead import expected_days
from .life import RefusalKind
from .on_demand import Resource, hours_between, why_away
from .order import is_in_order, planned_siblings
from .refused import BookingRefused, hours_text
from .shop_week import farthest_day
from .windows import Window, is_free, window_of, windows_of

if TYPE_CHECKING:
    from .operations import ProductionSchedule
    from .placing import Spot

FORESEEN: Final = 60
"""How many days ahead the next fit is looked for."""


def refusal_of(
    operation: ProductionSchedule,
    shortages: Sequence[Shortage],
    resources: Mapping[str, Resource],
    spot: Spot,
    *,
    booked_already: bool,
) -> BookingRefused:
    """The refusal of `spot` that `shortages` mean: each in a sentence, and as data the one that lacks most."""
    session = session_of(operation)
    worst = max(shortages, key=lambda each: each.short)
    told = [_told(session, each, resources.get(each.slot.resource), booked_already) for each in shortages]
    fit = next_fit(operation, spot)
    advice = f"Next fit: {short_day(fit)}." if fit else ""
    return BookingRefused(
        " ".join([*told, advice]).strip(),
        RefusalKind.OVERBOOKED if worst.total else RefusalKind.ABSENT,
        operation_id=operation.id,
        resource=worst.slot.resource,
        day=worst.slot.day,
        hours_short=worst.short,
        next_fit=fit,
    )


def _told(session: Session, shortage: Shortage, resource: Resource | None, more: bool) -> str:
    who, day = str(resource or "The shop"), short_day(shortage.slot.day)
    needs = f"this needs {hours_text(shortage.asked)}"
    if shortage.total == 0:
        why = why_away(session, resource, shortage.slot.day) if resource is not None else ""
        because = f" ({why})" if why else ""
        return f"{who} does not work on {day}{because} and has 0.0 h left; {needs}."
    return f"{who} has {hours_text(shortage.left)} left on {day}; {needs}{' more' if more else ''}."


def next_fit(operation: ProductionSchedule, spot: Spot) -> dt.date | None:
    """The first day after that of `spot`, and not in the past, on which its people and machines and the shop have room
    for it, at the same time of the day if it has one, and which the job's other stages and its gates allow.

    None when there is none within 60 days, for which hours are laid out, or before the job's next stage is planned.
    """
    session = session_of(operation)
    first = max([spot.day + dt.timedelta(days=1), clock.shop_day(), *expected_days(operation)])
    last = min(first + dt.timedelta(days=FORESEEN), farthest_day(session))
    if last < first:
        return None
    resources = list(spot.resources.values())
    rooms = [left_between(session, each, first, last) for each in resources]
    rooms.append(_left_of_rows(session, "", first, last))
    siblings = planned_siblings(operation)
    taken = windows_of(operation, [each.id for each in resources], first, last) if spot.start else []
    for day in (first + dt.timedelta(days=each) for each in range((last - first).days + 1)):
        window = _at_the_same_time(day, spot)
        has_room = all(room.get(day, spot.hours) >= spot.hours for room in rooms) and is_free(taken, window)
        if has_room and (window or not spot.start) and is_in_order(operation, siblings, day, window):
            return day
    return None


def _at_the_same_time(day: dt.date, spot: Spot) -> Window | None:
    """The window on `day` at the time of `spot`; None when it has none, or when it would leave the day."""
    if spot.start is None:
        return None
    at = dt.datetime.combine(day, clock.shop_time(spot.start).time(), clock.shop_zone())
    try:
        return window_of(day, at, spot.hours)
    except InvalidValue:
        return None


def left_between(
    session: Session, resource: Resource, first: dt.date, last: dt.date
) -> Mapping[dt.date, Decimal]:
    """The hours left of each day of `resource`, of days without a row too."""
    return {
        **hours_between(session, resource, first, last),
        **_left_of_rows(session, resource.id, first, last),
    }


def _left_of_rows(
    session: Session, resource_id: str, first: dt.date, last: dt.date
) -> Mapping[dt.date, Decimal]:
    row = DailyCapacity
    rows = sa.select(row.date, row.total_hours - row.booked_hours).where(
        row.resource == resource_id, row.date.between(first, last)
    )
    return {day: left for day, left in session.execute(rows).all()}  # noqa: C416 - rows are no pairs to mypy
