"""The demo's floor: a phone by the press, and a number for everybody who works there."""

from __future__ import annotations

import sqlalchemy as sa
from werkzeug.security import generate_password_hash

from models.people import Employee
from models.timekeeping import FloorDevice
from models.timekeeping.numbers import set_number

from .registry import opening
from .simulation import Simulation

NUMBERS = {
    "Rosa Delgado": "4071",
    "Jo Castellano": "5183",
    "Sam Okafor": "6294",
    "Theo Lindqvist": "7318",
    "Priya Nair": "8425",
}
"""By name, as the guide tells them. Nobody comes in by a number alone: a manager registers the phone."""


@opening(11)
def lay_the_floor_out(shop: Simulation) -> None:
    """Register the phone of the press, and give everybody their number."""
    phone = FloorDevice(name="Press phone")
    shop.session.add(phone)
    shop.session.flush()
    phone.announce_by("manager")
    phone.register()
    people = sa.select(Employee).where(Employee.name.in_(NUMBERS)).order_by(Employee.name)
    for person in shop.session.scalars(people).all():
        set_number(shop.session, person, generate_password_hash(NUMBERS[person.name]))
