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
from .booking import Shortage
from .capacity import DailyCapacity
from .life import RefusalKind
from .on_demand import Resource, hours_between, why_away
from .order import planned_siblings
from .refused import BookingRefused, hours_text
from .shop_week import farthest_day

if TYPE_CHECKING:
    from .operations import ProductionSchedule

FORESEEN: Final = 60
"""How many days ahead the next fit is looked for."""


def refusal_of(
    operation: ProductionSchedule,
    shortages: Sequence[Shortage],
    resources: Mapping[str, Resource],
    *,
    booked_already: bool,
) -> BookingRefused:
    """The refusal that `shortages` mean: each in a sentence, and as data the one that lacks most."""
    session = session_of(operation)
    worst = max(shortages, key=lambda each: each.short)
    told = [_told(session, each, resources.get(each.slot.resource), booked_already) for each in shortages]
    fit = next_fit(operation, worst.slot.day, resources)
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


def next_fit(
    operation: ProductionSchedule, after: dt.date, resources: Mapping[str, Resource]
) -> dt.date | None:
    """The first day after `after`, and not in the past, on which all `resources` and the shop have room for it.

    None when there is none within 60 days, for which hours are laid out, or before the job's next stage is planned.
    """
    first = max(after + dt.timedelta(days=1), clock.shop_day())
    later = [each for each in planned_siblings(operation) if each.stage.position > operation.stage.position]
    ends = [each.scheduled_date for each in later if each.scheduled_date is not None]
    last = min([first + dt.timedelta(days=FORESEEN), farthest_day(session_of(operation)), *ends])
    if last < first:
        return None
    rooms = [left_between(session_of(operation), each, first, last) for each in resources.values()]
    rooms.append(_left_of_rows(session_of(operation), "", first, last))
    days = (first + dt.timedelta(days=each) for each in range((last - first).days + 1))
    needed = operation.estimated_hours
    return next((day for day in days if all(room.get(day, needed) >= needed for room in rooms)), None)


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
