"""How many hours a person, a machine or the shop has on a day.

Hours are those of the clock on the wall: a day on which the clocks change has as many as its neighbours, 29 February as
many as another Thursday. The week says what is usual, the work calendar what differs, absences what is missing.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..people import WEEKDAYS, Employee, Machine
from .capacity import DailyCapacity
from .days import Absence, WorkDay
from .shop_week import usual_week

Resource = Employee | Machine | None
"""Whose day it is; None: the shop's."""

NOTHING: Final = Decimal(0)


@dataclass(frozen=True)
class WorkCalendar:
    """What decides the hours of a range of days, read once for all resources."""

    week: tuple[Decimal, ...]
    special: Mapping[dt.date, Decimal]
    absences: Mapping[str, Sequence[Absence]]

    def shop_hours(self, day: dt.date) -> Decimal:
        """As long as the shop works on `day`: what the work calendar says, else its usual week."""
        return self.special.get(day, self.week[day.weekday()])

    def hours(self, resource: Resource, day: dt.date) -> Decimal:
        """The hours of `resource` on `day`; never below zero, zero for whoever is archived or inactive.

        A person with hours of their own on that weekday works those; on a day of the work calendar no longer than
        the shop. A machine runs as long as the shop is open.
        """
        if resource is None:
            return self.shop_hours(day)
        if not resource.is_active or resource.archived_at is not None:
            return NOTHING
        return max(self._present(resource, day) - self._away(resource, day), NOTHING)

    def _present(self, resource: Employee | Machine, day: dt.date) -> Decimal:
        own = getattr(resource, f"{WEEKDAYS[day.weekday()]}_hours", None)
        if own is None:
            return self.shop_hours(day)
        return min(own, self.special[day]) if day in self.special else own

    def _away(self, resource: Employee | Machine, day: dt.date) -> Decimal:
        mine = (each for each in self.absences.get(resource.id, ()) if each.starts_on <= day <= each.ends_on)
        hours = [each.hours for each in mine]
        return sum((self._present(resource, day) if each is None else each for each in hours), NOTHING)


def work_calendar(session: Session, first: dt.date, last: dt.date) -> WorkCalendar:
    """What decides the hours of the days from `first` to `last`; three statements."""
    special = sa.select(WorkDay.day, WorkDay.hours).where(WorkDay.day.between(first, last))
    away = sa.select(Absence).where(Absence.starts_on <= last, Absence.ends_on >= first)
    return WorkCalendar(
        usual_week(session),
        {row.day: row.hours for row in session.execute(special)},
        _by_resource(session.scalars(away)),
    )


def _by_resource(absences: Iterable[Absence]) -> Mapping[str, Sequence[Absence]]:
    by_resource: dict[str, list[Absence]] = defaultdict(list)
    for absence in absences:
        by_resource[absence.employee_id or absence.machine_id or ""].append(absence)
    return by_resource


LOOKED_AHEAD: Final = 60
"""Days within which a shop that is not closed for good works again."""


def next_work_day(session: Session, day: dt.date) -> dt.date:
    """`day`, or the first one after it on which the shop works or somebody has hours; `day` if that is far away."""
    last = day + dt.timedelta(days=LOOKED_AHEAD)
    calendar = work_calendar(session, day, last)
    row = DailyCapacity
    laid_out = sa.select(sa.func.min(row.date)).where(row.date.between(day, last), row.total_hours > 0)
    somebody = session.scalar(laid_out) or last
    days = (day + dt.timedelta(days=number) for number in range(LOOKED_AHEAD))
    return next((each for each in days if calendar.shop_hours(each) > 0 or each == somebody), day)


def hours_available(session: Session, resource: Resource, day: dt.date) -> Decimal:
    """The hours of a person, a machine or (None) the shop on `day`. For many, ask one `work_calendar`."""
    return work_calendar(session, day, day).hours(resource, day)
