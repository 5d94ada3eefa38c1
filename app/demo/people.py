"""The demo shop's staff: one user of each role, employees, machines."""

from __future__ import annotations

import sqlalchemy as sa
from flask import current_app
from flask_appbuilder.security.sqla.models import Role
from sqlalchemy.orm import Session
from werkzeug.security import generate_password_hash

from models.core.actor import Actor
from models.core.roles import ADMIN, ARTIST, BOOKKEEPER, MANAGER, OFFICE, PRODUCTION
from models.people import Employee, Machine, StaffUser

from .registry import opening
from .simulation import Simulation

STAFF = {
    "owner": (ADMIN, "Marcus", "Reyes"),
    "manager": (MANAGER, "Dana", "Whitfield"),
    "office": (OFFICE, "Priya", "Nair"),
    "artist": (ARTIST, "Theo", "Lindqvist"),
    "printer": (PRODUCTION, "Rosa", "Delgado"),
    "bookkeeper": (BOOKKEEPER, "Helen", "Brandt"),
}
"""Sign-in name to role, first and last name."""

EMPLOYEES = {
    "Rosa Delgado": "24.00",
    "Theo Lindqvist": "31.50",
    "Priya Nair": "26.00",
    "Sam Okafor": "21.50",
    "Jo Castellano": "22.75",
}
"""Name to hourly rate in dollars."""

MACHINES = ("Automatic press, 8 colors", "Manual press, 4 colors", "Heat press", "Embroidery, 1 head")


@opening(10)
def add_staff(shop: Simulation) -> None:
    """Add users who sign in with the demo's password, and make them the actors; add employees and machines."""
    password = current_app.extensions["shop_settings"].demo_password
    users = _users(shop.session, generate_password_hash(password))
    shop.session.add_all(users)
    shop.session.flush()
    for user in users:
        role = STAFF[user.username][0]
        shop.staff[user.username] = Actor("staff", user.username, str(user.id), frozenset({role}))
    for name, rate in EMPLOYEES.items():
        email = f"{name.split()[0].lower()}@687merch.example"
        shop.session.add(Employee(name=name, email=email, hourly_rate=rate))
    shop.session.add_all(Machine(name=name) for name in MACHINES)


def _users(session: Session, password_hash: str) -> list[StaffUser]:
    roles = {role.name: role for role in session.scalars(sa.select(Role))}
    users = []
    for username, (role, first, last) in STAFF.items():
        user = StaffUser(
            username=username, first_name=first, last_name=last, email=f"{username}@687merch.example"
        )
        user.password, user.active, user.roles = password_hash, True, [roles[role]]
        users.append(user)
    return users
