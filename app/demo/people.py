"""The demo shop's staff: one user of each role, five employees, four machines."""

from __future__ import annotations

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import Role
from sqlalchemy.orm import Session
from werkzeug.security import generate_password_hash

from models.core.roles import ADMIN, ARTIST, BOOKKEEPER, MANAGER, OFFICE, PRODUCTION
from models.people import Employee, Machine, StaffUser

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

MACHINES = ("Automatic press, 8 colors", "Manual press, 4 colors", "Heat press", "Embroidery, 6 heads")


def add_staff(session: Session, password: str) -> None:
    """Add users who sign in with `password`, employees and machines."""
    roles = {role.name: role for role in session.scalars(sa.select(Role))}
    password_hash = generate_password_hash(password)
    for username, (role, first, last) in STAFF.items():
        user = StaffUser(
            username=username, first_name=first, last_name=last, email=f"{username}@687merch.example"
        )
        user.password, user.active, user.roles = password_hash, True, [roles[role]]
        session.add(user)
    for name, rate in EMPLOYEES.items():
        email = f"{name.split()[0].lower()}@687merch.example"
        session.add(Employee(name=name, email=email, hourly_rate=rate))
    session.add_all(Machine(name=name) for name in MACHINES)
