"""Days that are too full."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..core.dates import full_day
from ..core.roles import BOOKKEEPER, OFFICE, PRODUCTION
from ..core.types import round_half_up
from ..people import Employee, Machine
from ..scheduling import DailyCapacity
from ..scheduling.refused import hours_text
from .declared import Reading, alert_rule
from .kinds import AlertSeverity, AlertType

LOOKED_AHEAD: Final = dt.timedelta(days=14)
"""Later days fill and empty while they are planned: an alert of them would be noise."""


@alert_rule(
    "capacity_exceeded",
    "Full days",
    AlertType.CAPACITY_EXCEEDED,
    subject="daily_capacity",
    threshold="85",
    clears_at="80",
    critical_at="100",
    first=AlertSeverity.INFO,
    unit="%",
    own="machine_id",
    by={OFFICE, PRODUCTION, BOOKKEEPER},
    way="Open the day",
)
def capacity_exceeded(session: Session) -> Iterator[Reading]:
    """Over 85 % of the hours that a person, a machine or the whole shop has on a day of the next two weeks are booked.
    It clears at 80 %, and is critical above 100 %, or when something is booked on a day without hours.
    """
    for row in session.execute(_booked(clock.shop_day())):
        yield _reading(row)


def _booked(today: dt.date) -> Any:
    """The days of the next two weeks on which something is booked, of what is not put away."""
    day = DailyCapacity
    name = sa.func.coalesce(Employee.name, Machine.name, "The whole shop").label("name")
    rows = sa.select(day.id, day.date, day.machine_id, day.total_hours, day.booked_hours, name)
    rows = rows.outerjoin(Employee, Employee.id == day.employee_id)
    rows = rows.outerjoin(Machine, Machine.id == day.machine_id)
    put_away = sa.or_(Employee.archived_at.is_not(None), Machine.archived_at.is_not(None))
    return rows.where(
        day.date.between(today, today + LOOKED_AHEAD), day.booked_hours > 0, ~put_away
    ).order_by(day.date, day.id)


def _reading(row: Any) -> Reading:
    booked, total = row.booked_hours, row.total_hours
    percent = round_half_up(booked * 100 / total) if total > 0 else None
    day, is_over = full_day(row.date), percent is None or percent > 100
    return Reading(
        subject_id=row.id,
        name=f"{row.name} on {day}",
        actual=percent,
        title=f"{row.name} is {'overbooked' if is_over else 'full'} on {day}",
        message=f"{_told(row, percent)} Move something to another day or to somebody else.",
        data={
            "Whose": row.name,
            "Day": day,
            "Hours": hours_text(total),
            "Booked": hours_text(booked),
        },
        address=f"/calendar/?view=day&date={row.date.isoformat()}",
        of=row.machine_id or "",
        at_least=AlertSeverity.CRITICAL if percent is None else None,
    )


def _told(row: Any, percent: Decimal | None) -> str:
    booked, day = hours_text(row.booked_hours), full_day(row.date)
    if percent is None:
        return f"{row.name} has {booked} booked on {day}, a day without hours."
    share = f"{percent.normalize():f} %"
    return f"{row.name} has {booked} of {hours_text(row.total_hours)} booked on {day}: {share}."
