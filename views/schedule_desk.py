"""What of the schedule stands on the desk: days that hold less than is booked on them."""

from __future__ import annotations

from models.core.dates import short_day
from models.core.roles import MANAGER, OFFICE
from models.scheduling import DailyCapacity
from models.scheduling.conflicts import excess_of, overbooked_ahead

from .core.desk import Item, desk, opening, page_of


@desk(
    "Overbooked",
    of=DailyCapacity,
    rows=overbooked_ahead,
    shows=("employee", "machine"),
    place=30,
    by={MANAGER, OFFICE},
    entry=DailyCapacity,
    urgent=True,
)
def overbooked(row: DailyCapacity) -> Item:
    """A day to come on which somebody has more booked than it holds, and no manager said why."""
    day = short_day(row.date)
    return Item("calendar-x", str(row), page_of(row), day, excess_of(row), "", "late", opening(row))
