"""Who is on the floor: a person on a registered device, or a member of the staff who is an employee."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from flask import g, request, session

from models.core.actor import Actor
from models.core.base import db
from models.core.roles import PRODUCTION
from models.people import Employee
from models.timekeeping import FloorDevice
from models.timekeeping.numbers import device_by_token, number_of

from ..core.access.person import actor_of, staff
from . import tokens

_KNOWN_DEVICE: Final = "floor_device"


@dataclass(frozen=True)
class Visitor:
    """Who came in, on which device (None: by the session of the staff's pages), and as whom they act."""

    employee: Employee
    device: FloorDevice | None
    actor: Actor
    pin_hash: str = ""

    @property
    def subject(self) -> str:
        """What the tokens of this visit are made of."""
        return tokens.subject_of(self.device, self.employee)

    @property
    def initials(self) -> str:
        """One or two letters of the name, for the round mark in the bar."""
        words = self.employee.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def device_here() -> FloorDevice | None:
    """The registered device that sends the request."""
    if _KNOWN_DEVICE not in g:
        setattr(g, _KNOWN_DEVICE, device_by_token(db.session(), request.cookies.get(tokens.DEVICE, "")))
    found: FloorDevice | None = g.get(_KNOWN_DEVICE)
    return found


def come_in() -> Visitor | None:
    """Who sends the request; None for a stranger, and for somebody whose time on the device ended."""
    device = device_here()
    return (_by_number(device) if device is not None else None) or _by_the_staffs_session()


def visitor() -> Visitor:
    """Who is in; RuntimeError on a page that is open to devices."""
    inside: Visitor | None = g.get("floor_visitor")
    if inside is None:
        raise RuntimeError("Nobody has come in by the floor's door.")
    return inside


def _by_number(device: FloorDevice) -> Visitor | None:
    """By a number of few digits one is of the floor and nothing else, whatever one may do by a password."""
    said = tokens.person_said()
    employee = db.session.get(Employee, said.employee_id) if said is not None else None
    pin = number_of(db.session(), employee) if employee is not None else None
    if said is None or employee is None or pin is None or not works_here(employee):
        return None
    if not said.is_of(device, pin.pin_hash):
        return None
    actor = Actor("staff", employee.name, str(employee.user_id or ""), frozenset({PRODUCTION}))
    return Visitor(employee, device, actor, pin.pin_hash)


def _by_the_staffs_session() -> Visitor | None:
    user = staff() if "_user_id" in session else None
    if user is None or not user.is_active:
        return None
    linked = sa.select(Employee).where(Employee.user_id == user.id)
    employee = db.session.scalars(linked).one_or_none()
    if employee is None or not works_here(employee):
        return None
    return Visitor(employee, None, actor_of(user))


def works_here(employee: Employee) -> bool:
    """Whether the person's time is taken."""
    return employee.is_active and employee.archived_at is None
