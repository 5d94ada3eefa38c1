"""Taps taken: each once, in any order, with the times at which they were made.

A person's entries follow from the set of their taps: a tap that comes late is put where it belongs. It ends what ran
then, and what it begins ends where the next tap came. So batches that arrive twice, or in another order, or at two
doors at the same moment, leave the same entries; the key that the phone drew tells a tap from its copy.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..core.base import lock_all
from ..core.errors import RuleBroken
from ..jobs import ACTIVE
from ..people import Employee
from ..scheduling import ProductionSchedule, ScheduleStatus
from ..scheduling.gates_ahead import refuse_to_begin
from .days import clock_time, end_of_day
from .devices import FloorDevice
from .entries import TimeEntry
from .taps import FloorTap, TapKind, TapOutcome
from .timers import clock_in, clock_out, hold
from .timesheets import why_locked
from .work import Pieces, begin, finish, operation_by_id

FRESH: Final = dt.timedelta(minutes=2)
"""A tap that comes within this time is answered while its person looks on: what it cannot do, it is refused for.

An older one tells of work that was done: its time is taken all the same, and the rest is told.
"""


@dataclass(frozen=True)
class Tap:
    """A tap as the phone tells it, its time put right. `operation_id` may be empty for time on other work."""

    key: str
    kind: TapKind
    at: dt.datetime
    operation_id: str | None = None
    activity: str = ""
    pieces: Pieces = field(default_factory=Pieces)
    is_time_only: bool = False
    """Time on an operation whatever the plan says: nothing is booked or begun by it."""

    @property
    def told(self) -> dict[str, Any]:
        """What is kept of it besides its time."""
        counted = {"good": self.pieces.good, "misprinted": self.pieces.misprinted, "cause": self.pieces.cause}
        what = {"operation_id": self.operation_id, "activity": self.activity or None, **counted}
        what["is_time_only"] = self.is_time_only or None
        return {name: value for name, value in what.items() if value is not None}


def taken_before(session: Session, employee: Employee, key: str) -> FloorTap | None:
    """What became of the tap with this key, if it came before; holds the person. RuleBroken if it is another's."""
    hold(employee)
    known = session.scalars(sa.select(FloorTap).where(FloorTap.key == key)).one_or_none()
    if known is not None and known.employee_id != employee.id:
        raise RuleBroken("This tap belongs to somebody else.")
    return known


def take(
    session: Session, employee: Employee, device: FloorDevice | None, tap: Tap, *, refused: str = ""
) -> FloorTap:
    """Take a tap, once: its copy gives what the first gave. RuleBroken when what it says cannot be.

    `refused` is such a sentence, of a first attempt that was rolled back: then a tap that is no longer fresh takes its
    time only, and a fresh one is kept as refused. So is one of a week that is locked meanwhile.
    """
    known = taken_before(session, employee, tap.key)
    if known is not None:
        return known
    locked = why_locked(session, employee, tap.at)
    if locked:
        return refuse(session, employee, device, tap, locked)
    is_fresh = clock.now() - tap.at <= FRESH
    if refused and (is_fresh and tap.kind is TapKind.START):
        return refuse(session, employee, device, tap, refused)
    _hold_work(session, employee, tap)
    told = f"The time was taken, the plan was not changed. {refused}" if refused else ""
    row = _row(employee, device, tap, TapOutcome.REPAIRED if refused else TapOutcome.TAKEN, told)
    session.add(row)
    session.flush()
    remark = _take_time(session, employee, tap, row)
    if not refused:
        _take_work(session, employee, tap)
        if remark:
            row.outcome, row.answer = TapOutcome.REPAIRED, remark
    session.flush()
    return row


def refuse(
    session: Session, employee: Employee, device: FloorDevice | None, tap: Tap, sentence: str
) -> FloorTap:
    """Keep a tap as refused, so that its copies are answered alike; flushed."""
    known = taken_before(session, employee, tap.key)
    if known is not None:
        return known
    row = _row(employee, device, tap, TapOutcome.REFUSED, sentence)
    session.add(row)
    session.flush()
    return row


def may_take_time(session: Session, row: FloorTap) -> bool:
    """Whether a start that was refused may be tapped as time alone: the work has no day, and nothing holds it back."""
    if row.outcome is not TapOutcome.REFUSED or row.kind is not TapKind.START:
        return False
    operation = session.get(ProductionSchedule, row.told.get("operation_id", ""))
    if operation is None or operation.status != ScheduleStatus.BACKLOG or row.told.get("is_time_only"):
        return False
    return operation.job.status in ACTIVE and not operation.blocked_because


def _row(
    employee: Employee, device: FloorDevice | None, tap: Tap, outcome: TapOutcome, answer: str
) -> FloorTap:
    return FloorTap(
        key=tap.key,
        device_id=device.id if device is not None else None,
        employee_id=employee.id,
        kind=tap.kind,
        told=tap.told,
        tapped_at=tap.at,
        outcome=outcome,
        answer=answer or None,
    )


def _hold_work(session: Session, employee: Employee, tap: Tap) -> None:
    """Hold the operations whose hours the tap changes, and read them anew, before anything is written.

    All at once, in the order of ids: two who change places at the same moment do not wait for each other, and of two
    who begin the same work the second finds it begun.
    """
    ends = sa.or_(
        TimeEntry.end_time.is_(None), sa.and_(TimeEntry.start_time <= tap.at, TimeEntry.end_time > tap.at)
    )
    mine = sa.select(TimeEntry.operation_id).where(TimeEntry.employee_id == employee.id, ends)
    lock_all(session, ProductionSchedule, {id_ for id_ in (tap.operation_id, *session.scalars(mine)) if id_})


def _take_time(session: Session, employee: Employee, tap: Tap, row: FloorTap) -> str:
    """Begin or end time; what is to be told of it, if anything."""
    if tap.kind is TapKind.START:
        operation = operation_by_id(session, tap.operation_id) if tap.operation_id else None
        until = _next_end(session, row, tap.operation_id)
        clock_in(
            session, employee, operation=operation, activity=tap.activity, at=tap.at, until=until, tap=row
        )
        return ""
    if tap.kind is TapKind.DONE and not _runs(session, row, tap.operation_id):
        return ""
    ended = clock_out(session, employee, at=tap.at, tap=row)
    return "" if ended is not None else f"Nothing was running at {clock_time(tap.at)}: no time was changed."


def _take_work(session: Session, employee: Employee, tap: Tap) -> None:
    """Begin or finish the operation; time alone is taken on it where it could begin, gates and all."""
    if tap.operation_id is None:
        if tap.kind is TapKind.DONE:
            raise RuleBroken("Nothing was finished: this time is on no work of the plan.")
        return
    operation: ProductionSchedule = operation_by_id(session, tap.operation_id)
    if tap.kind is TapKind.START:
        _begin(operation, employee, tap)
    elif tap.kind is TapKind.DONE:
        finish(session, operation, employee, tap.pieces)


def _begin(operation: ProductionSchedule, employee: Employee, tap: Tap) -> None:
    if tap.is_time_only:
        refuse_to_begin(operation)
    else:
        begin(operation, employee)


def _next_end(session: Session, row: FloorTap, operation_id: str | None) -> dt.datetime | None:
    """When the first tap after `row`, on the same day, ended what it begins."""
    later = _of_the_day(row).where(FloorTap.tapped_at >= row.tapped_at)
    after = [each for each in session.scalars(later) if each.order > row.order]
    return next((each.tapped_at for each in after if _ends(each, operation_id)), None)


def _runs(session: Session, row: FloorTap, operation_id: str | None) -> bool:
    """Whether the tap before `row` began this operation and nothing ended it since."""
    earlier = _of_the_day(row).where(FloorTap.tapped_at <= row.tapped_at)
    before = [each for each in session.scalars(earlier) if each.order < row.order]
    runs: str | None = None
    for each in before:
        if each.kind is TapKind.START:
            runs = each.told.get("operation_id")
        elif _ends(each, runs):
            runs = None
    return runs is not None and runs == operation_id


def _ends(tap: FloorTap, operation_id: str | None) -> bool:
    """Whether `tap` ends work on an operation: done with another, one still works on it."""
    return tap.kind is not TapKind.DONE or tap.told.get("operation_id") == operation_id


def _of_the_day(row: FloorTap) -> sa.Select[Any]:
    """The person's taps of the day of `row` that were not refused, in their order."""
    morning = clock.start_of_day(clock.shop_day(row.tapped_at))
    return (
        sa.select(FloorTap)
        .where(
            FloorTap.employee_id == row.employee_id,
            FloorTap.tapped_at >= morning,
            FloorTap.tapped_at < end_of_day(row.tapped_at),
            FloorTap.outcome != TapOutcome.REFUSED,
            FloorTap.id != row.id,
        )
        .order_by(FloorTap.tapped_at, FloorTap.key)
    )
