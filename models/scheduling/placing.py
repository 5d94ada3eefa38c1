"""Putting an operation on a day, moving it, taking it off: the hours and the row in one transaction.

The job is locked before the operation (`__behind__`), and days of resources after both, in the order of ids: so two
planners never wait for each other, and what one checks of the job or of a day stays true until the commit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from ..core import clock
from ..core.actor import current_actor
from ..core.base import session_of
from ..core.dates import short_day
from ..core.errors import InvalidValue, NotAllowed, RuleBroken
from ..core.roles import MANAGER
from ..jobs import JobStatus
from ..people import Employee, Machine
from .booking import is_over, shift
from .fitness import refuse_unfit
from .gates_ahead import refuse_before_gates
from .life import BOOKING
from .on_demand import Resource, Slot
from .order import refuse_disorder
from .shop_week import farthest_day
from .shortages import refusal_of
from .windows import refuse_overlaps, window_of

if TYPE_CHECKING:
    from .operations import ProductionSchedule

OVER: Final = frozenset(
    {JobStatus.DECLINED, JobStatus.EXPIRED, JobStatus.CANCELLED, JobStatus.SHIPPED, JobStatus.COMPLETED}
)
"""A job of which nothing can be planned any more."""

LONGEST: Final = Decimal(24)


@dataclass(frozen=True)
class Spot:
    """Where an operation stands or is to stand: a day, who and what does it, when it begins, how long it takes."""

    day: dt.date
    employee: Employee | None
    machine: Machine | None
    start: dt.datetime | None
    hours: Decimal

    @property
    def resources(self) -> dict[str, Resource]:
        """Who and what does it, by the column that names them."""
        both = {"employee_id": self.employee, "machine_id": self.machine}
        return {column: each for column, each in both.items() if each is not None}

    def slots(self) -> Iterator[Slot]:
        """The rows of capacity that it fills, the whole shop's among them."""
        yield Slot(self.day, "")
        for each in self.resources.values():
            yield Slot(self.day, each.id)


def spot_of(operation: ProductionSchedule) -> Spot | None:
    """Where `operation` stands; None in the backlog."""
    if operation.scheduled_date is None or operation.status not in BOOKING:
        return None
    return Spot(
        operation.scheduled_date,
        operation.employee,
        operation.machine,
        operation.start_time,
        operation.estimated_hours,
    )


def put(operation: ProductionSchedule, spot: Spot, override_reason: str | None = None) -> None:
    """Book `spot` for `operation` and free what it had. BookingRefused, or InvalidValue, when it cannot be."""
    old = spot_of(operation)
    _refuse_unsound(operation, spot)
    window = window_of(spot.day, spot.start, spot.hours)
    if old is None or spot != old:
        _refuse_the_past(operation, old, spot)
    if old is None or spot.day > old.day:
        _refuse_the_unforeseen(operation, spot.day)
    if old is None or (spot.day, spot.resources) != (old.day, old.resources):
        _refuse_unfit(operation, old, spot)
    beyond = _book(operation, old, spot, override_reason)
    if old is None or spot != old:
        refuse_overlaps(operation, {c: each.id for c, each in spot.resources.items()}, window)
        refuse_disorder(operation, spot.day, window)
    _write(operation, spot)
    operation.start_time, operation.end_time = window or (None, None)
    if old is None or beyond or _slots(old) != _slots(spot) or fits_again(operation):
        operation.overbooked_because = override_reason if beyond else None


def fits_again(operation: ProductionSchedule) -> bool:
    """Whether a manager booked it beyond what its day held, and the day holds it by now."""
    spot = spot_of(operation)
    if spot is None or operation.overbooked_because is None:
        return False
    return not is_over(session_of(operation), _slots(spot))


def take_off(operation: ProductionSchedule) -> None:
    """Free the hours of `operation` and put it nowhere."""
    old = spot_of(operation)
    if old is not None:
        _shift(operation, old, None, beyond=False)
    operation.scheduled_date = operation.start_time = operation.end_time = None
    operation.overbooked_because = None


def bring_forward(operation: ProductionSchedule, day: dt.date) -> None:
    """Book on `day`, on which it was done, what was planned for a later one, even beyond what the day holds."""
    old = spot_of(operation)
    if old is None or old.day <= day:
        return
    spot = replace(old, day=day, start=None)
    beyond = _shift(operation, old, spot, beyond=True)
    _write(operation, spot)
    operation.start_time = operation.end_time = None
    operation.overbooked_because = "It was done before its day." if beyond else None


def _slots(spot: Spot) -> set[Slot]:
    return set(spot.slots())


def _refuse_unsound(operation: ProductionSchedule, spot: Spot) -> None:
    job = operation.job
    if job.status in OVER:
        told = str(job.status).replace("_", " ").lower()
        raise RuleBroken(f"{operation} cannot be planned: {job} is {told}.")
    if not spot.resources:
        raise InvalidValue("employee_id", "Choose a person or a machine: on a day, at least one does it.")
    if not 0 < spot.hours <= LONGEST:
        told = f"An operation takes more than 0 and at most 24 hours; this is {spot.hours}: split it."
        raise InvalidValue("hours", told)


def _refuse_the_past(operation: ProductionSchedule, old: Spot | None, spot: Spot) -> None:
    is_less_of_the_same = (
        old is not None and replace(spot, hours=old.hours) == old and spot.hours <= old.hours
    )
    if spot.day < clock.shop_day() and not is_less_of_the_same:
        raise RuleBroken(
            f"{operation} cannot be planned on {short_day(spot.day)}: that day is over. Choose today or a later one."
        )


def _refuse_the_unforeseen(operation: ProductionSchedule, day: dt.date) -> None:
    last = farthest_day(session_of(operation))
    if day > last:
        raise RuleBroken(
            f"{operation} cannot be planned on {short_day(day)}: hours are laid out up to {short_day(last)}. Choose "
            "that day or an earlier one, or lay out more weeks ahead in the settings."
        )


def _refuse_unfit(operation: ProductionSchedule, old: Spot | None, spot: Spot) -> None:
    had = old.resources if old is not None else {}
    for column, resource in spot.resources.items():
        if had.get(column) is not resource:
            refuse_unfit(operation, resource)
    if old is None or spot.day != old.day:
        refuse_before_gates(operation, spot.day)


def _book(operation: ProductionSchedule, old: Spot | None, spot: Spot, reason: str | None) -> bool:
    """Whether it went beyond what the day holds."""
    if reason and not current_actor().has(MANAGER):
        raise NotAllowed("Only a manager may book beyond what a day holds.")
    return _shift(operation, old, spot, beyond=bool(reason))


def _shift(operation: ProductionSchedule, old: Spot | None, new: Spot | None, *, beyond: bool) -> bool:
    changes: dict[Slot, Decimal] = {}
    for spot, sign in ((old, -1), (new, 1)):
        for slot in spot.slots() if spot is not None else ():
            hours = sign * (spot.hours if spot is not None else Decimal(0))
            changes[slot] = changes.get(slot, Decimal(0)) + hours
    known = {each.id: each for spot in (old, new) if spot is not None for each in spot.resources.values()}
    shortages = shift(session_of(operation), changes, known, beyond=beyond)
    if shortages and not beyond and new is not None:
        raise refusal_of(operation, shortages, known, new, booked_already=old is not None)
    return bool(shortages)


def _write(operation: ProductionSchedule, spot: Spot) -> None:
    operation.scheduled_date, operation.estimated_hours = spot.day, spot.hours
    assign(operation, spot.employee, spot.machine)


def assign(operation: ProductionSchedule, employee: Employee | None, machine: Machine | None) -> None:
    """Write who and what does it; the relations are read anew."""
    operation.employee_id = employee.id if employee is not None else None
    operation.machine_id = machine.id if machine is not None else None
    session_of(operation).expire(operation, ["employee", "machine"])
