"""The people and machines that do the work. The users who sign in are Flask-AppBuilder's own screen."""

from __future__ import annotations

from models.core.roles import ARTIST, BOOKKEEPER, MANAGER, OFFICE, PRODUCTION
from models.people import Employee, Machine, StaffInvitation

from .core.screen import Screen, screen


@screen("Employees", category="People", icon="users", read={OFFICE, BOOKKEEPER}, write={MANAGER})
class EmployeeScreen(Screen, model=Employee):
    """Whose hours are planned and paid."""

    list_columns = ["name", "email", "hourly_rate", "is_active", "archived_at"]
    quick = ["email"]
    base_order = ("name", "asc")
    related = ["employee_skills", "absences"]


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
