"""The demo shop's staff: one user of each role, the people whose hours are planned, and the machines."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa
from flask import current_app
from flask_appbuilder.security.sqla.models import Role
from sqlalchemy.orm import Session
from werkzeug.security import generate_password_hash

from models.core.actor import Actor
from models.core.roles import ADMIN, ARTIST, BOOKKEEPER, MANAGER, OFFICE, PRODUCTION
from models.jobs import DecorationMethod
from models.people import WEEKDAYS, Employee, Machine, StaffUser
from models.scheduling import EmployeeSkill, MachineStage, ProductionStage

from .registry import opening
from .simulation import Simulation

M = DecorationMethod

STAFF = {
    "owner": (ADMIN, "Marcus", "Reyes"),
    "manager": (MANAGER, "Dana", "Whitfield"),
    "office": (OFFICE, "Priya", "Nair"),
    "artist": (ARTIST, "Theo", "Lindqvist"),
    "printer": (PRODUCTION, "Rosa", "Delgado"),
    "bookkeeper": (BOOKKEEPER, "Helen", "Brandt"),
}
"""Sign-in name to role, first and last name."""

Skill = tuple[str, DecorationMethod | None]
"""A stage, and the one method for which somebody can do it; None: for every one."""


class Worker(NamedTuple):
    """Somebody whose hours are planned: rate in dollars, what they can do, and the hours of a week of their own."""

    rate: str
    skills: tuple[Skill, ...]
    week: tuple[str, ...] = ()


class Press(NamedTuple):
    """A machine: what it serves, its pieces an hour, its set-up in minutes, its heads."""

    skills: tuple[Skill, ...]
    rate: str | None = None
    setup: str | None = None
    heads: int | None = None


WORKERS = {
    "Rosa Delgado": Worker(
        "24.00",
        (
            *(("PRINTING", method) for method in (M.SCREEN_PRINT, M.DTF, M.DTG, M.HTV)),
            ("MATERIAL_PREP", None),
            ("QUALITY_CHECK", None),
        ),
    ),
    "Jo Castellano": Worker(
        "22.75", (("PRINTING", M.EMBROIDERY), ("QUALITY_CHECK", None)), week=("3.5",) * 5 + ("0",) * 2
    ),
    "Sam Okafor": Worker(
        "21.50",
        (
            ("PRINTING", M.HTV),
            *((stage, None) for stage in ("MATERIAL_PREP", "QUALITY_CHECK", "PACKAGING", "SHIPPING")),
        ),
        week=("6", "6", "6", "6", "4", "0", "0"),
    ),
    "Theo Lindqvist": Worker("31.50", (("DESIGN_CREATION", None), ("DESIGN_REVISION", None))),
    "Priya Nair": Worker("26.00", (("PACKAGING", None), ("SHIPPING", None)), week=("4",) * 5 + ("0", "0")),
}
"""By name: a screen printer, an embroiderer for the mornings, a finisher in part time, the artist, and the office,
which packs too."""

MACHINES = {
    "Automatic press, 8 colors": Press((("PRINTING", M.SCREEN_PRINT),), rate="400", setup="20"),
    "Manual press, 4 colors": Press((("PRINTING", M.SCREEN_PRINT),), rate="65"),
    "Heat press": Press((("PRINTING", M.HTV), ("PRINTING", M.DTF))),
    "Direct-to-garment printer": Press((("PRINTING", M.DTG),)),
    "Embroidery, 1 head": Press((("PRINTING", M.EMBROIDERY),), heads=1),
}
"""By name."""


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
    stages = {stage.key: stage for stage in shop.session.scalars(sa.select(ProductionStage))}
    by_name = {f"{user.first_name} {user.last_name}": user for user in users}
    for name, worker in WORKERS.items():
        person = _person(name, worker, by_name.get(name))
        shop.session.add(person)
        shop.session.add_all(
            EmployeeSkill(employee=person, stage=stages[key], decoration_method=method)
            for key, method in worker.skills
        )
    for name, press in MACHINES.items():
        machine = Machine(name=name, pieces_per_hour=press.rate, setup_minutes=press.setup, heads=press.heads)
        shop.session.add(machine)
        shop.session.add_all(
            MachineStage(machine=machine, stage=stages[key], decoration_method=method)
            for key, method in press.skills
        )


def _person(name: str, worker: Worker, user: StaffUser | None) -> Employee:
    email = f"{name.split()[0].lower()}@687merch.example"
    own = {f"{day}_hours": hours for day, hours in zip(WEEKDAYS, worker.week, strict=False)}
    return Employee(name=name, email=email, hourly_rate=worker.rate, user=user, **own)


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
