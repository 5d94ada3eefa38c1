"""The people and machines that do the work. The users who sign in are Flask-AppBuilder's own screen."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from flask import Flask, Response, abort, jsonify, request

from models.core.base import db
from models.core.roles import ARTIST, BOOKKEEPER, MANAGER, OFFICE, PRODUCTION
from models.people import Employee, Machine, StaffInvitation, StaffUser

from .core.access.person import is_granted
from .core.screen import Screen, screen


@screen("Employees", category="People", icon="users", read={OFFICE, BOOKKEEPER}, write={MANAGER})
class EmployeeScreen(Screen, model=Employee):
    """Whose hours are planned and paid."""

    list_columns = ["name", "email", "hourly_rate", "is_active", "archived_at"]
    quick = ["email"]
    base_order = ("name", "asc")
    related = ["employee_skills", "absences", "pay_rates", "timesheets"]


@screen(
    "Machines", category="People", icon="tool", read={OFFICE, ARTIST, PRODUCTION, BOOKKEEPER}, write={MANAGER}
)
class MachineScreen(Screen, model=Machine):
    """Presses and heads."""

    list_columns = ["name", "pieces_per_hour", "heads", "is_active", "archived_at"]
    base_order = ("name", "asc")
    related = ["machine_stages", "absences"]


@screen("Invitations", category="System", icon="key")
class StaffInvitationScreen(Screen, model=StaffInvitation):
    """Who was invited to sign in."""

    list_columns = ["user", "expires_at", "accepted_at", "created_at"]


MOST_USERS: Final = 20
LONGEST_NAME: Final = 200


def init_app(app: Flask) -> None:
    """Users have no resource of their own; whoever says as whom an employee signs in looks them up here."""
    app.add_url_rule("/api/v1/ab_user/lookup", "lookup_users", _look_up_users)


def _look_up_users() -> Response:
    """At most 20 active users whose name begins with the typed text, by name; 403 without the right to choose one."""
    if not is_granted("can_lookup", StaffUser.__tablename__):
        abort(403)
    typed = request.args.get("q", "")[:LONGEST_NAME].lower()
    names = (StaffUser.username, StaffUser.first_name, StaffUser.last_name)
    begins = sa.or_(*(sa.func.lower(name).startswith(typed, autoescape=True) for name in names))
    found = sa.select(StaffUser).where(StaffUser.active.is_(True), begins).order_by(StaffUser.username)
    users = db.session.scalars(found.limit(MOST_USERS)).unique()
    return jsonify(results=[{"id": str(user.id), "text": f"{user} ({user.username})"} for user in users])
