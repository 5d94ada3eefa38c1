"""Key figures of the floor: how much is made, how punctually, and how the hours are used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..core.events import Fact
from ..jobs import Job, JobItem, JobStatus, JobStatusUpdate
from ..scheduling import BookingRefusal, DailyCapacity, RefusalKind
from ..timekeeping import TimeEntry
from .declared import Better, MetricCategory, MetricUnit, Reckoning, day_of, kpi, moment_of
from .standing import active, first_moves, was_done_elsewhere
from .windows import Asked

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


@kpi(
    "throughput_pieces",
    "Pieces finished",
    category=MetricCategory.PRODUCTIVITY,
    unit=MetricUnit.PIECES,
    better=Better.MORE,
    facts={JobStatusUpdate: moment_of("created_at")},
    on_overview=True,
)
def throughput_pieces(asked: Asked) -> sa.Select[Any]:
    """The pieces of the jobs that became ready for pickup, or were shipped, in the period for the first time."""
    update = JobStatusUpdate
    told = asked.sums(update, first_moves(asked, update.new_status, READY), sa.func.sum(JobItem.quantity))
    told = told.join(Job, sa.and_(Job.id == update.job_id, asked.of(Job.customer_id)))
    return told.join(JobItem, JobItem.job_id == Job.id)


@kpi(
    "labor_utilization",
    "Hours used",
    category=MetricCategory.PRODUCTIVITY,
    unit=MetricUnit.PERCENT,
    better=Better.MORE,
    facts={TimeEntry: moment_of("start_time"), DailyCapacity: day_of("date")},
    rows="/time_entries/list/",
    is_share=True,
    by_customer=False,
    on_overview=True,
    goal="75",
)
def labor_utilization(asked: Asked) -> sa.Select[Any]:
    """The hours that people clocked, as a share of the hours that they were there for. Time counts for the day on which
    it began.
    """
    entry, day = TimeEntry, DailyCapacity
    nothing = sa.literal(0)
    worked = asked.sums(entry, asked.moments(entry.start_time), sa.func.sum(entry.seconds), nothing)
    there = asked.sums(
        day,
        sa.and_(asked.days(day.date), day.employee_id.is_not(None)),
        nothing,
        sa.func.sum(day.total_hours) * SECONDS,
    )
    both = sa.union_all(worked, there).subquery("both")
    return sa.select(both.c.key, sa.func.sum(both.c.measure_0), sa.func.sum(both.c.measure_1)).group_by(
        both.c.key
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
    rows="/jobs/list/",
    is_share=True,
    on_overview=True,
    goal="95",
)
def on_time_delivery(asked: Asked) -> sa.Select[Any]:
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
    jobs = sa.select(asked.key.label("key"), asked.window.c.ends_at, ready.label("ready_at"))
    job = jobs.join_from(asked.window, Job, promised).subquery("promised")
    on_time = sa.func.sum(sa.case((job.c.ready_at < job.c.ends_at, 1), else_=0))
    told = sa.select(job.c.key, on_time, sa.func.count()).group_by(job.c.key)
    return told.where(sa.or_(job.c.ready_at.is_not(None), job.c.ends_at <= clock.now()))


@kpi(
    "overdue_jobs",
    "Overdue jobs",
    category=MetricCategory.PRODUCTIVITY,
    unit=MetricUnit.COUNT,
    better=Better.LESS,
    facts={Job: day_of("due_on"), JobStatusUpdate: moment_of("created_at")},
    reckoning=Reckoning.STANDING,
    rows="/jobs/list/",
    on_overview=True,
)
def overdue_jobs(asked: Asked) -> sa.Select[Any]:
    """Jobs in work whose in-hands date was before the last day of the period. A quote is never overdue."""
    job = active(asked)
    return sa.select(job.c.key, sa.func.count()).where(job.c.due_on < job.c.last).group_by(job.c.key)


@kpi(
    "overbooking_refused",
    "Overbookings refused",
    category=MetricCategory.PRODUCTIVITY,
    unit=MetricUnit.COUNT,
    better=Better.NEITHER,
    facts={BookingRefusal: moment_of("created_at")},
    rows="/booking_refusals/list/",
    by_customer=False,
)
def overbooking_refused(asked: Asked) -> sa.Select[Any]:
    """How often the calendar refused to book more hours than a person or a machine had on that day."""
    refusal = BookingRefusal
    when = sa.and_(asked.moments(refusal.created_at), refusal.kind == RefusalKind.OVERBOOKED)
    return asked.sums(refusal, when, sa.func.count())
