"""Key figures of the floor: how much is made, how punctually, and how the hours are used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..core.events import Fact
from ..jobs import Job, JobItem, JobStatus, JobStatusUpdate
from ..scheduling import BookingRefusal, DailyCapacity, RefusalKind
from ..timekeeping import TimeEntry
from .declared import Better, MetricCategory, MetricUnit, Part, Reckoning, Rows, day_of, kpi, moment_of
from .standing import active, first_moves, was_done_elsewhere
from .windows import Asked, rows_of

READY: Final = (JobStatus.READY_FOR_PICKUP, JobStatus.SHIPPED)
"""The customer can have it (domain.md, “KPIs”)."""
NO_PROMISE: Final = (
    JobStatus.QUOTE,
    JobStatus.QUOTE_SENT,
    JobStatus.DECLINED,
    JobStatus.EXPIRED,
    JobStatus.CANCELLED,
)
"""Nobody waits for these."""
SECONDS: Final = 3600
"""In an hour."""


def _when_ready(session: Session, fact: Fact) -> Iterable[dt.date]:
    """The days on which the job of an item became ready: its pieces may be put right afterwards."""
    update = JobStatusUpdate
    ready = sa.select(update.created_at).where(
        update.job_id == fact.values["job_id"], update.new_status.in_(READY)
    )
    return [clock.shop_day(moment) for moment in session.scalars(ready)]


@kpi(
    "throughput_pieces",
    "Pieces finished",
    category=MetricCategory.PRODUCTIVITY,
    unit=MetricUnit.PIECES,
    better=Better.MORE,
    facts={JobStatusUpdate: moment_of("created_at"), JobItem: _when_ready},
    parts=(Part("Pieces", MetricUnit.PIECES),),
    on_overview=True,
)
def throughput_pieces(asked: Asked) -> Rows:
    """The pieces of the jobs that became ready for pickup, or were shipped, in the period for the first time."""
    update = JobStatusUpdate
    ready, pieces = first_moves(asked, update.new_status, READY), sa.func.sum(JobItem.quantity)
    told = asked.rows(update, ready, update.job_id, top=pieces)
    told = told.join(Job, sa.and_(Job.id == update.job_id, asked.of(Job.customer_id)))
    told = told.join(JobItem, JobItem.job_id == Job.id)
    return told.group_by(asked.key, asked.window.c.last, update.job_id)


@kpi(
    "labor_utilization",
    "Hours used",
    category=MetricCategory.PRODUCTIVITY,
    unit=MetricUnit.PERCENT,
    better=Better.MORE,
    facts={TimeEntry: moment_of("start_time"), DailyCapacity: day_of("date")},
    parts=(Part("Clocked", MetricUnit.HOURS, SECONDS), Part("There", MetricUnit.HOURS, SECONDS)),
    by_customer=False,
    on_overview=True,
    goal="75",
)
def labor_utilization(asked: Asked) -> Rows:
    """The hours that people clocked, as a share of the hours that they were there for. Time counts for the day on which
    it began.
    """
    entry, day = TimeEntry, DailyCapacity
    clocked = sa.and_(asked.moments(entry.start_time), entry.seconds > 0)
    there = sa.and_(asked.days(day.date), day.employee_id.is_not(None), day.total_hours > 0)
    return sa.union_all(
        asked.rows(entry, clocked, entry.id, top=entry.seconds),
        asked.rows(day, there, day.id, top=0, bottom=day.total_hours * SECONDS),
    )


def _when_due(session: Session, fact: Fact) -> Iterable[dt.date | None]:
    job = session.get(Job, fact.values["job_id"])
    return [job.due_on] if job is not None and fact.values["new_status"] in READY else []


@kpi(
    "on_time_delivery",
    "On time",
    category=MetricCategory.PRODUCTIVITY,
    unit=MetricUnit.PERCENT,
    better=Better.MORE,
    facts={Job: day_of("due_on"), JobStatusUpdate: _when_due},
    parts=(Part("On time"), Part("Due")),
    on_overview=True,
    goal="95",
)
def on_time_delivery(asked: Asked) -> Rows:
    """Of the promised jobs with their in-hands date in the period, the share that was ready or shipped by that day. One
    that is due today counts once it is ready, or the day is over.
    """
    update = JobStatusUpdate
    ready = (
        sa.select(sa.func.min(update.created_at))
        .where(update.job_id == Job.id, update.new_status.in_(READY))
        .correlate(Job)
        .scalar_subquery()
    )
    promised = sa.and_(
        asked.days(Job.due_on),
        Job.status.not_in(NO_PROMISE),
        ~was_done_elsewhere(Job.id),
        asked.of(Job.customer_id),
    )
    due_ends_at = asked.window.c.ends_at
    told = asked.rows(Job, promised, Job.id, top=sa.case((ready < due_ends_at, 1), else_=0), bottom=1)
    return told.where(sa.or_(ready.is_not(None), due_ends_at <= clock.now()))


@kpi(
    "overdue_jobs",
    "Overdue jobs",
    category=MetricCategory.PRODUCTIVITY,
    unit=MetricUnit.COUNT,
    better=Better.LESS,
    facts={Job: day_of("due_on"), JobStatusUpdate: moment_of("created_at")},
    parts=(Part("Overdue"),),
    reckoning=Reckoning.STANDING,
    on_overview=True,
)
def overdue_jobs(asked: Asked) -> Rows:
    """Jobs in work whose in-hands date was before the last day of the period. A quote is never overdue."""
    stay = active(asked)
    late = rows_of(stay.c.key, stay.c.last, stay.c.job_id, table=Job.__tablename__)
    return late.where(stay.c.due_on < stay.c.last)


@kpi(
    "overbooking_refused",
    "Overbookings refused",
    category=MetricCategory.PRODUCTIVITY,
    unit=MetricUnit.COUNT,
    better=Better.NEITHER,
    facts={BookingRefusal: moment_of("created_at")},
    parts=(Part("Refused"),),
    by_customer=False,
)
def overbooking_refused(asked: Asked) -> Rows:
    """How often the calendar refused to book more hours than a person or a machine had on that day."""
    refusal = BookingRefusal
    when = sa.and_(asked.moments(refusal.created_at), refusal.kind == RefusalKind.OVERBOOKED)
    return asked.rows(refusal, when, refusal.id)
