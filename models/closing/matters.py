"""What may still be open in a month that is to be closed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..billing import Invoice, InvoiceKind, InvoiceStatus
from ..jobs import Job, JobStatus, JobStatusUpdate
from ..months import OpenMatter, closing_check, first_day, last_day
from ..months.spans import first_moment, next_month
from ..timekeeping import TimeEntry, Timesheet, TimesheetStatus

_GONE = (JobStatus.SHIPPED, JobStatus.COMPLETED)


@closing_check
def running_time(session: Session, month: str) -> OpenMatter | None:
    """Time that began in the month and still runs: once it is closed, nobody could end it."""
    running = TimeEntry.end_time.is_(None)
    number = _count(session, TimeEntry.id, running, TimeEntry.start_time < _end(month))
    what = _told(number, "entry of time still runs", "entries of time still run")
    return what and OpenMatter(what, "End it first.", blocks=True, address="/time_entries/list/")


@closing_check
def unapproved_weeks(session: Session, month: str) -> OpenMatter | None:
    """Weeks that end in the month and are not approved."""
    ends = Timesheet.week.between(
        first_day(month) - dt.timedelta(days=6), last_day(month) - dt.timedelta(days=6)
    )
    number = _count(session, Timesheet.id, ends, Timesheet.status != TimesheetStatus.APPROVED)
    what = _told(number, "timesheet is not approved", "timesheets are not approved")
    return what and OpenMatter(what, "Approve them.", address="/timesheets/list/")


@closing_check
def draft_invoices(session: Session, month: str) -> OpenMatter | None:
    """Invoices that were begun before the month's end and have no number yet."""
    begun = sa.and_(Invoice.status == InvoiceStatus.DRAFT, Invoice.created_at < _end(month))
    what = _told(_count(session, Invoice.id, begun), "invoice is a draft", "invoices are drafts")
    return what and OpenMatter(what, "Issue or delete them.", address="/invoices/list/")


@closing_check
def jobs_without_their_invoice(session: Session, month: str) -> OpenMatter | None:
    """Jobs that left in the month, and have no final invoice that was issued."""
    left = sa.select(JobStatusUpdate.job_id).where(
        JobStatusUpdate.new_status.in_(_GONE),
        JobStatusUpdate.created_at >= first_moment(month),
        JobStatusUpdate.created_at < _end(month),
    )
    billed = sa.select(Invoice.job_id).where(
        Invoice.kind == InvoiceKind.FINAL, Invoice.status != InvoiceStatus.DRAFT, Invoice.job_id.is_not(None)
    )
    number = _count(session, Job.id, Job.id.in_(left), Job.status.in_(_GONE), Job.id.not_in(billed))
    what = _told(number, "job left without a final invoice", "jobs left without a final invoice")
    return what and OpenMatter(what, "Bill them.", address="/jobs/list/")


def _count(session: Session, column: Any, *where: sa.ColumnElement[bool]) -> int:
    return session.scalar(sa.select(sa.func.count(column)).where(*where)) or 0


def _told(number: int, one: str, several: str) -> Any:
    return f"{number:,} {one if number == 1 else several}" if number else None


def _end(month: str) -> dt.datetime:
    return first_moment(next_month(month))
