"""Clocking in and out: one entry runs for a person at a time, and entries touch but never overlap.

Whoever writes a person's time holds the person's row (`hold`) until the transaction ends: two phones at the same
moment are served one after the other, on both databases.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..core.base import lock
from ..core.errors import RuleBroken
from ..jobs import Job
from ..people import Employee
from ..scheduling import ProductionSchedule
from .days import clock_time, end_of_day
from .entries import TimeEntry
from .taps import FloorTap

OTHER_WORK = "Other work"
"""The activity of time that is on no operation and was not named."""


def hold(employee: Employee) -> None:
    """Hold the person's row until the transaction ends; RuleBroken for somebody who works here no longer."""
    lock(employee)
    if not employee.is_active or employee.archived_at is not None:
        raise RuleBroken(f"{employee.name} does not work here any more: no time was taken.")


def clock_in(
    session: Session,
    employee: Employee,
    *,
    operation: ProductionSchedule | None = None,
    job: Job | None = None,
    activity: str = "",
    at: dt.datetime | None = None,
    until: dt.datetime | None = None,
    tap: FloorTap | None = None,
) -> TimeEntry:
    """Begin a stretch of work at `at` (now), ending at the same moment what ran then; flushed.

    `until` ends it already: what was tapped later came first. It never reaches into a later entry nor past the end of
    its day. RuleBroken for a time that has not come, and for one within a time that was entered by hand.
    """
    hold(employee)
    at = _whole(at)
    _cap_what_was_forgotten(session, employee)
    covering = entry_at(session, employee, at, tap)
    if covering is not None:
        _refuse_by_hand(covering)
        covering.stop(at)
        session.flush()  # its end before the next one's start
    entry = TimeEntry(
        employee_id=employee.id,
        job_id=operation.job_id if operation is not None else job.id if job is not None else None,
        operation_id=operation.id if operation is not None else None,
        activity=activity or (operation.stage.name if operation is not None else OTHER_WORK),
        start_time=at,
        tap_id=tap.id if tap is not None else None,
    )
    session.add(entry)
    session.flush()
    _end_what_is_over(session, entry, until)
    return entry


def clock_out(
    session: Session, employee: Employee, *, at: dt.datetime | None = None, tap: FloorTap | None = None
) -> TimeEntry | None:
    """End at `at` (now) what ran then, and give it back; None when nothing ran. Flushed."""
    hold(employee)
    at = _whole(at)
    _cap_what_was_forgotten(session, employee)
    entry = entry_at(session, employee, at, tap)
    if entry is not None:
        _refuse_by_hand(entry)
        entry.stop(at)
        session.flush()
    return entry


def running(session: Session, employee_id: str) -> TimeEntry | None:
    """What the person works on now."""
    mine = sa.select(TimeEntry).where(TimeEntry.employee_id == employee_id, TimeEntry.end_time.is_(None))
    return session.scalars(mine.order_by(TimeEntry.start_time.desc()).limit(1)).first()


def entry_at(
    session: Session, employee: Employee, at: dt.datetime, tap: FloorTap | None = None
) -> TimeEntry | None:
    """The person's entry within which `at` falls: from its start on, before its end.

    One that was capped at the end of its day is found as any other. Of those that began in the same second, `tap`
    finds none that was tapped after it.
    """
    open_then = sa.or_(TimeEntry.end_time.is_(None), TimeEntry.end_time > at)
    mine = sa.select(TimeEntry).where(
        TimeEntry.employee_id == employee.id, TimeEntry.start_time <= at, open_then
    )
    newest = mine.order_by(TimeEntry.start_time.desc(), TimeEntry.id.desc())
    found = session.scalars(newest.execution_options(populate_existing=True))
    return next((each for each in found if not _is_tapped_after(each, tap)), None)


def _is_tapped_after(entry: TimeEntry, tap: FloorTap | None) -> bool:
    return tap is not None and entry.tap is not None and entry.tap.order > tap.order


def forgotten(session: Session) -> Sequence[str]:
    """Ids of what still runs although the day on which it began is over."""
    today = clock.start_of_day(clock.shop_day())
    old = sa.select(TimeEntry.id).where(TimeEntry.end_time.is_(None), TimeEntry.start_time < today)
    return session.scalars(old.order_by(TimeEntry.id)).all()


def cap_forgotten(entry: TimeEntry) -> None:
    """Cap an entry at the end of its day, unless somebody stopped it meanwhile."""
    lock(entry.employee)
    lock(entry)
    if entry.is_running and end_of_day(entry.start_time) <= clock.now():
        entry.cap()


def _cap_what_was_forgotten(session: Session, employee: Employee) -> None:
    """What the clock has not capped yet does not run into another day."""
    entry = running(session, employee.id)
    if entry is not None:
        cap_forgotten(entry)
        session.flush()


def _end_what_is_over(session: Session, entry: TimeEntry, until: dt.datetime | None) -> None:
    """End an entry that began in the past where the next thing began, or where its day ended."""
    midnight = end_of_day(entry.start_time)
    ends = [each for each in (until, _next_start(session, entry)) if each is not None and each <= midnight]
    if ends:
        entry.stop(min(ends))
    elif midnight <= clock.now():
        entry.cap()
    session.flush()


def _next_start(session: Session, entry: TimeEntry) -> dt.datetime | None:
    later = sa.select(sa.func.min(TimeEntry.start_time)).where(
        TimeEntry.employee_id == entry.employee_id,
        TimeEntry.start_time > entry.start_time,
        TimeEntry.id != entry.id,
    )
    return session.scalar(later)


def _whole(at: dt.datetime | None) -> dt.datetime:
    moment = at or clock.now()
    if moment > clock.now():
        raise RuleBroken(f"It is {clock_time(clock.now())}: no time was taken for {clock_time(moment)}.")
    return moment.replace(microsecond=0)


def _refuse_by_hand(entry: TimeEntry) -> None:
    if entry.is_by_hand and entry.end_time is not None:
        raise RuleBroken(
            f"{clock_time(entry.start_time)} to {clock_time(entry.end_time)} was entered by hand for "
            f"{entry.employee.name}: no time was changed. Ask a manager to correct it."
        )
