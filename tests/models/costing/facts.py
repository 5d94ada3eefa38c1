"""Rows that cost something, and an independent reckoning of what a job costs from them."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from models.core.doors import speaking
from models.costing import JobCosting
from models.jobs import Job
from models.people import Employee
from models.timekeeping import TimeEntry

MORNING = dt.datetime(2025, 11, 17, 14, tzinfo=dt.UTC)


def worked(
    session: Session, job: Job | None, hours: str, rate: str, start: dt.datetime = MORNING
) -> TimeEntry:
    """Rosa's entry of so many hours for a job at a rate, added."""
    rosa = session.scalars(sa.select(Employee).where(Employee.name == "Rosa")).one()
    entry = TimeEntry(employee_id=rosa.id, job_id=job and job.id, activity="Printing", start_time=start)
    entry.end_time = start + dt.timedelta(seconds=int(Decimal(hours) * 3600))
    with speaking(entry):
        entry.hourly_rate = Decimal(rate)
    session.add(entry)
    return entry


def costing_of(session: Session, job: Job) -> JobCosting:
    """The stored costing, read anew."""
    session.expire_all()
    return session.scalars(sa.select(JobCosting).where(JobCosting.job_id == job.id)).one()


def cents(amount: Any) -> Decimal:
    """Rounded half-up to the cent."""
    return Decimal(amount).quantize(Decimal("0.01"), ROUND_HALF_UP)


class Statements(list[str]):
    """What a block asks of the database about costing."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.engine = session.get_bind()

    def __enter__(self) -> Statements:
        event.listen(self.engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self.engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        self.append(statement)
