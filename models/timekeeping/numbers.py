"""Signing in on the floor by a number: who may, what a number is, and how guessing is held up."""

from __future__ import annotations

import datetime as dt
import itertools
import math
import re
from collections.abc import Callable, Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from ..core import clock, keys
from ..core.base import lock
from ..core.errors import InvalidValue
from ..people import Employee
from .devices import FREE_TRIES, FloorDevice, FloorPin

_NUMBER: Final = re.compile(r"[0-9]{4,8}")


def refuse_weak(number: str) -> None:
    """InvalidValue for what is no number of 4 to 8 digits, and for what everybody tries first."""
    if not _NUMBER.fullmatch(number):
        raise InvalidValue("number", "A number has 4 to 8 digits.")
    steps = {(int(b) - int(a)) % 10 for a, b in itertools.pairwise(number)}
    if len(steps) == 1 and steps <= {0, 1, 9}:
        raise InvalidValue(
            "number", "That is what everybody tries first: choose digits that do not count up."
        )


def number_of(session: Session, employee: Employee) -> FloorPin | None:
    """The number that the person has, as it is kept."""
    return session.scalars(sa.select(FloorPin).where(FloorPin.employee_id == employee.id)).one_or_none()


def set_number(session: Session, employee: Employee, hashed: str) -> FloorPin:
    """Give the person a number (its hash, made by the door), flushed: sessions by the old one end."""
    lock(employee)
    pin = number_of(session, employee)
    if pin is None:
        pin = FloorPin(employee_id=employee.id)
        session.add(pin)
        session.flush()
    pin.keep(hashed)
    session.flush()
    return pin


def people_with_numbers(session: Session) -> Sequence[FloorPin]:
    """The numbers of all who work here, by name."""
    here = (
        sa.select(FloorPin)
        .join(FloorPin.employee)
        .where(Employee.is_active.is_(True), Employee.archived_at.is_(None))
    )
    return session.scalars(here.options(joinedload(FloorPin.employee)).order_by(Employee.name)).unique().all()


def try_number(device: FloorDevice, pin: FloorPin, is_right: Callable[[str], bool]) -> str:
    """Why the person may not come in, as a sentence; empty when the number is right. Failures are counted.

    While the person or the device is locked nothing is compared, so that guessing at many phones gains nothing.
    """
    lock(device)
    lock(pin)
    waiting = max((each for each in (device.locked_until, pin.locked_until) if each), default=None)
    if waiting is not None and waiting > clock.now():
        return _wait(waiting)
    if is_right(pin.pin_hash):
        device.forget_failures()
        pin.forget_failures()
        return ""
    device.count_failure()
    pin.count_failure()
    failures = max(device.failures, pin.failures)
    locked = max((each for each in (device.locked_until, pin.locked_until) if each), default=clock.now())
    if failures >= FREE_TRIES:
        return _wait(locked)
    left = FREE_TRIES - failures
    return f"That is not the number of {pin.employee.name}. {left} more {'try' if left == 1 else 'tries'}, then a wait."


def _wait(until: dt.datetime) -> str:
    minutes = max(1, math.ceil((until - clock.now()).total_seconds() / 60))
    return (
        f"Too many wrong numbers: wait {minutes} {'minute' if minutes == 1 else 'minutes'}, then try again. "
        "A manager can set a new number."
    )


def device_by_token(session: Session, token: str) -> FloorDevice | None:
    """The registered device that a cookie's `token` belongs to; None when it was revoked."""
    if not token or len(token) > keys.LONGEST_TOKEN:
        return None
    found = sa.select(FloorDevice).where(FloorDevice.token_hash == keys.fingerprint(token))
    device = session.scalars(found.execution_options(populate_existing=True)).one_or_none()
    return device if device is not None and device.is_open else None
