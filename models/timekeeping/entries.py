"""Time that a person worked: whole seconds, on a job's operation or on something else.

`seconds`, `duration` and `cost` are reckoned whenever a row is written, whoever writes it (domain.md, Time).
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection, ForeignKey, String, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core import clock
from ..core.base import Versioned
from ..core.doors import GIVEN_ONCE, VERBS_ONLY, is_spoken_to, speaking
from ..core.errors import InvalidValue
from ..core.types import Hours, Money, Prose, UtcDateTime, round_half_up
from ..core.visibility import COSTS
from ..core.workflow import verb
from ..jobs import Job
from ..people import Employee
from ..scheduling import ProductionSchedule
from .days import clock_time, end_of_day
from .rates import rate_of
from .taps import FloorTap

SECONDS_OF_AN_HOUR: Final = Decimal(3600)


def hours_of(seconds: int) -> Decimal:
    """Whole seconds in hours, to four decimals, half up."""
    return (seconds / SECONDS_OF_AN_HOUR).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def cost_of(seconds: int | None, rate: Decimal | None) -> Decimal | None:
    """Whole seconds at a rate an hour, half up to the cent (domain.md, Time); None while it runs, or unpaid."""
    return None if seconds is None or rate is None else round_half_up(seconds * rate / SECONDS_OF_AN_HOUR)


class TimeEntry(Versioned):
    """A stretch of work. Those of one person may touch, not overlap; one runs at a time."""

    __tablename__ = "time_entries"
    __live__ = True
    __booked_on__ = "start_time"
    __booked__ = ("employee_id", "job_id", "operation_id", "start_time", "end_time", "hourly_rate", "cost")
    __table_args__ = (sa.Index(None, "employee_id", "start_time"),)

    employee_id: Mapped[str] = mapped_column(ForeignKey("employees.id"), index=True)
    job_id: Mapped[str | None] = mapped_column(ForeignKey("jobs.id"), index=True)
    operation_id: Mapped[str | None] = mapped_column(ForeignKey("production_schedules.id"), index=True)
    start_time: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
    end_time: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, doc="Empty while it runs.")
    seconds: Mapped[int | None] = mapped_column(
        info=VERBS_ONLY | {"unit": "s"}, doc="From start to end: what is counted and paid."
    )
    duration: Mapped[Decimal | None] = mapped_column(
        Hours(), info=VERBS_ONLY | {"unit": "h"}, doc="The same in hours, to four decimals."
    )
    activity: Mapped[str] = mapped_column(String(60), doc="Such as Printing or Set-up.")
    description: Mapped[str | None] = mapped_column(Prose(1000))
    hourly_rate: Mapped[Decimal | None] = mapped_column(
        Money(), info=COSTS | VERBS_ONLY | {"unit": "$/h"}, doc="The person's rate on the day of its start."
    )
    cost: Mapped[Decimal | None] = mapped_column(
        Money(), info=COSTS | VERBS_ONLY | {"unit": "$"}, doc="Its seconds at that rate, to the cent."
    )
    billable: Mapped[bool] = mapped_column(
        default=True, doc="Whether it may be invoiced. The time counts either way."
    )
    is_capped: Mapped[bool] = mapped_column(
        default=False, info=VERBS_ONLY, doc="Forgotten, and ended by the clock: to be looked at."
    )

    is_corrected: Mapped[bool] = mapped_column(
        default=False, info=VERBS_ONLY, doc="Its times were changed by hand: no late tap changes them again."
    )
    tap_id: Mapped[str | None] = mapped_column(
        ForeignKey("floor_taps.id"), unique=True, info=GIVEN_ONCE, doc="The tap that began it."
    )

    employee: Mapped[Employee] = relationship()
    tap: Mapped[FloorTap | None] = relationship()
    job: Mapped[Job | None] = relationship()
    operation: Mapped[ProductionSchedule | None] = relationship()

    def __str__(self) -> str:
        return f"{self.activity}, {clock.shop_time(self.start_time):%-d %b %Y}"

    @property
    def is_running(self) -> bool:
        """Whether it has not been stopped yet."""
        return self.end_time is None

    @property
    def is_by_hand(self) -> bool:
        """Whether somebody entered its times: no tap on a phone may change them."""
        return self.is_corrected or (self.tap_id is None and self.end_time is not None and not self.is_capped)

    @verb()
    def stop(self, at: dt.datetime) -> None:
        """End it at `at`, which is not before its start."""
        self.end_time, self.is_capped = at, False

    @verb()
    def cap(self) -> None:
        """End what was forgotten at the end of the day on which it began, to be looked at."""
        self.end_time, self.is_capped = end_of_day(self.start_time), True

    @verb()
    def rerate(self, rate: Decimal | None) -> None:
        """Count it at another rate from now on."""
        self.hourly_rate = rate


@event.listens_for(TimeEntry.start_time, "set")
@event.listens_for(TimeEntry.end_time, "set")
def _note_a_correction(entry: TimeEntry, value: Any, old: Any, _initiator: Any) -> None:
    """What is written to a kept row outside its verbs was written by a person."""
    if sa.inspect(entry).persistent and value != old and not is_spoken_to(entry):
        with speaking(entry):
            entry.is_corrected, entry.is_capped = True, False


@event.listens_for(TimeEntry, "before_insert")
def _begin(_mapper: Any, connection: Connection, entry: TimeEntry) -> None:
    """Keep the rate of the day (domain.md, Time: the rate snapshot at clock-in)."""
    if entry.hourly_rate is None:
        _take_rate(connection, entry)
    _reckon(connection, entry)


@event.listens_for(TimeEntry, "before_update")
def _again(_mapper: Any, connection: Connection, entry: TimeEntry) -> None:
    """What is moved to another day or person takes the rate of that day or person."""
    if _is_elsewhere(entry):
        _take_rate(connection, entry)
    _reckon(connection, entry)


def _take_rate(connection: Connection, entry: TimeEntry) -> None:
    with speaking(entry):
        entry.hourly_rate = rate_of(connection, entry.employee_id, entry.start_time)


def _is_elsewhere(entry: TimeEntry) -> bool:
    state: Any = sa.inspect(entry)
    person, start = (state.attrs[name].history for name in ("employee_id", "start_time"))
    was = start.deleted[0] if start.deleted else entry.start_time
    return bool(person.deleted) or clock.shop_day(was) != clock.shop_day(entry.start_time)


def _reckon(connection: Connection, entry: TimeEntry) -> None:
    """Take the operation's job; reckon seconds, hours and cost.

    InvalidValue for an end before the start or after its day.
    """
    if entry.operation_id is not None:
        operations = ProductionSchedule.__table__
        mine = sa.select(operations.c.job_id).where(operations.c.id == entry.operation_id)
        entry.job_id = connection.scalar(mine)
    with speaking(entry):
        entry.start_time = entry.start_time.replace(microsecond=0)
        if entry.start_time > clock.now():
            raise InvalidValue("start_time", f"It is {clock_time(clock.now())}: give a time that is over.")
        if entry.end_time is None:
            entry.seconds = entry.duration = entry.cost = None
            return
        entry.end_time = entry.end_time.replace(microsecond=0)
        _refuse_impossible(entry.start_time, entry.end_time)
        entry.seconds = int((entry.end_time - entry.start_time).total_seconds())
        entry.duration = hours_of(entry.seconds)
        entry.cost = cost_of(entry.seconds, entry.hourly_rate)


def _refuse_impossible(start: dt.datetime, end: dt.datetime) -> None:
    if end > clock.now():
        raise InvalidValue("end_time", f"It is {clock_time(clock.now())}: give a time that is over.")
    if end < start:
        raise InvalidValue(
            "end_time",
            f"It ends at {clock_time(end)}, before it starts at {clock_time(start)}: swap the two.",
        )
    if end > end_of_day(start):
        raise InvalidValue(
            "end_time", "It goes past midnight: enter one until midnight and another one from there on."
        )
