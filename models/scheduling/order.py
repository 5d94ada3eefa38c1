"""The stages of a job keep their order: no operation before those of earlier stages, none after those of later ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..core.base import session_of
from ..core.dates import short_day
from .life import ON_THE_DAY, RefusalKind, ScheduleStatus
from .refused import BookingRefused
from .windows import Window

if TYPE_CHECKING:
    from .operations import ProductionSchedule


def planned_siblings(operation: ProductionSchedule) -> list[ProductionSchedule]:
    """The job's other operations that have a day and are not finished, at other stages, for the same method.

    One of no method stands in the order of every method. What is finished binds nobody: a remake goes back.
    """
    table: Any = type(operation)
    mine = sa.select(table).where(
        table.job_id == operation.job_id,
        table.id != operation.id,
        table.stage_id != operation.stage_id,
        table.status.in_(ON_THE_DAY),
        table.scheduled_date.is_not(None),
    )
    read = mine.options(joinedload(table.stage)).execution_options(populate_existing=True)
    found = session_of(operation).scalars(read.order_by(table.scheduled_date, table.id))
    return [each for each in found if _share_an_order(each, operation)]


def _share_an_order(one: ProductionSchedule, other: ProductionSchedule) -> bool:
    methods = {one.decoration_method, other.decoration_method}
    return None in methods or len(methods) == 1


def refuse_disorder(operation: ProductionSchedule, day: dt.date, window: Window | None) -> None:
    """Refuse a day or window that turns the stages of the job round. The job must be locked."""
    for other in planned_siblings(operation):
        is_earlier = other.stage.position < operation.stage.position
        if is_earlier and _begins_before(day, window, other):
            raise _refusal(operation, other, "before", f"not before {_when(other)}", day)
        if other.stage.position > operation.stage.position and _ends_after(day, window, other):
            raise _refusal(operation, other, "after", f"not after {_when(other)}", day)


def refuse_to_overtake(operation: ProductionSchedule) -> None:
    """Refuse to begin before what is planned at an earlier stage of the job has begun. The job must be locked.

    What is under way there binds nobody: the first pieces are packed while the last are printed. Neither does what
    nobody planned.
    """
    before = [each for each in planned_siblings(operation) if each.stage.position < operation.stage.position]
    for other in before:
        if other.status != ScheduleStatus.IN_PROGRESS:
            told = (
                f"{operation} cannot start: {other.stage} of the same job, planned for {_when(other)}, has not begun. "
                f"Start {other.stage} first, or take it off its day."
            )
            raise BookingRefused(told, RefusalKind.OUT_OF_ORDER, operation_id=operation.id)


def is_in_order(
    operation: ProductionSchedule,
    siblings: Iterable[ProductionSchedule],
    day: dt.date,
    window: Window | None,
) -> bool:
    """Whether the operation may stand on `day` (in `window`) among the `planned_siblings`."""
    position = operation.stage.position
    return not any(
        _begins_before(day, window, each)
        if each.stage.position < position
        else _ends_after(day, window, each) and each.stage.position > position
        for each in siblings
    )


def are_in_order(one: ProductionSchedule, other: ProductionSchedule) -> bool:
    """Whether two operations of one job, both with a day, stand in the order of their stages."""
    first, second = sorted((one, other), key=lambda each: each.stage.position)
    if first.stage.position == second.stage.position or not _share_an_order(one, other):
        return True
    day = second.scheduled_date
    return day is None or not _begins_before(day, _window(second), first)


def _begins_before(day: dt.date, window: Window | None, earlier: ProductionSchedule) -> bool:
    """Whether what is on `day` begins before an operation of an earlier stage ends; within a day windows decide."""
    if earlier.scheduled_date is None or day > earlier.scheduled_date:
        return False
    theirs = _window(earlier)
    same_day = day == earlier.scheduled_date
    return not same_day or (window is not None and theirs is not None and window[0] < theirs[1])


def _ends_after(day: dt.date, window: Window | None, later: ProductionSchedule) -> bool:
    if later.scheduled_date is None or day < later.scheduled_date:
        return False
    theirs = _window(later)
    same_day = day == later.scheduled_date
    return not same_day or (window is not None and theirs is not None and window[1] > theirs[0])


def _window(operation: ProductionSchedule) -> Window | None:
    if operation.start_time is None or operation.end_time is None:
        return None
    return operation.start_time, operation.end_time


def _when(operation: ProductionSchedule) -> str:
    return short_day(operation.scheduled_date) if operation.scheduled_date else "its day"


def _refusal(operation: Any, other: Any, where: str, advice: str, day: dt.date) -> BookingRefused:
    told = (
        f"{operation} cannot be {where} {other.stage} of the same job on {_when(other)}: "
        f"plan it {advice}, or move {other.stage} first."
    )
    return BookingRefused(told, RefusalKind.OUT_OF_ORDER, operation_id=operation.id, day=day)
