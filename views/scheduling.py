"""The grids, forms and REST resources of stages, days, capacity and operations."""

from __future__ import annotations

from models.core.base import db
from models.core.roles import ARTIST, BOOKKEEPER, EVERYBODY, MANAGER, OFFICE, PRODUCTION
from models.scheduling import (
    Absence,
    BookingRefusal,
    DailyCapacity,
    EmployeeSkill,
    HolidayYear,
    MachineStage,
    ProductionSchedule,
    ProductionStage,
    Proposal,
    ProposalMove,
    Routing,
    WorkDay,
)
from models.scheduling.recalibration import LEAST, Measured, measure

from .core.pages.cells import Cell
from .core.screen import Screen, screen
from .core.shown import shown

PLANNERS = {OFFICE, ARTIST, PRODUCTION}
"""Who reads what the calendar is made of, besides those who write it."""


def told_of(routing: Routing, measured: Measured) -> str:
    """Such as “12 jobs: minutes per piece 4.1, now 3.5”."""
    jobs = f"{measured.jobs} job{'' if measured.jobs == 1 else 's'} with their hours"
    if not measured.is_enough:
        return f"{jobs}; from {LEAST} on they say how long it takes"
    names = {name: name.replace("_", " ") for name in measured.values}
    values = [
        f"{names[name]} {shown(value)}, now {shown(getattr(routing, name))}"
        for name, value in measured.values.items()
    ]
    rates = [
        f"{machine} {shown(rate)} an hour, now {shown(machine.pieces_per_hour)}"
        for machine, rate in measured.rates.items()
    ]
    return f"{jobs}: {'; '.join([*values, *rates])}"


@screen("Operations", category="Production", icon="list", read=EVERYBODY - {BOOKKEEPER})
class OperationScreen(Screen, model=ProductionSchedule):
    """What is made when, by whom and on what."""

    list_columns = ["job", "stage", "scheduled_date", "employee", "machine", "estimated_hours", "status"]
    base_order = ("scheduled_date", "asc")


@screen("Production stages", category="Production", icon="tool", detail=True, read=PLANNERS, write={MANAGER})
class ProductionStageScreen(Screen, model=ProductionStage):
    """The steps of the work, in their order."""

    list_columns = ["position", "name", "colour", "counts_pieces", "on_start", "on_finish", "archived_at"]
    base_order = ("position", "asc")


@screen("Routings", category="Production", icon="arrow-right", detail=True, read=PLANNERS, write={MANAGER})
class RoutingScreen(Screen, model=Routing):
    """Which stages a decoration method goes through, and how long each takes."""

    list_columns = [
        "stage",
        "decoration_method",
        "setup_minutes",
        "minutes_per_screen",
        "minutes_per_piece",
        "minutes_per_dark_piece",
        "pieces_per_hour",
        "measured_jobs",
        "is_active",
    ]
    quick = ["setup_minutes", "minutes_per_piece"]
    headings = {"measured_jobs": "Measured from"}

    def extras(self, row: Routing) -> list[Cell]:
        """What the newest completed jobs took, to be taken over by “Recalibrate”."""
        return [Cell("text", "By completed work", told_of(row, measure(db.session(), row)))]


@screen("Daily capacity", category="Production", icon="chart-bar", detail=True, read=PLANNERS | {MANAGER})
class DailyCapacityScreen(Screen, model=DailyCapacity):
    """The hours of each person and machine, day by day."""

    list_columns = ["date", "employee", "machine", "total_hours", "booked_hours", "actual_hours"]
    base_order = ("date", "asc")


@screen("Work calendar", category="Production", icon="calendar", detail=True, read=PLANNERS, write={MANAGER})
class WorkDayScreen(Screen, model=WorkDay):
    """Days that differ from the usual week."""

    list_columns = ["day", "name", "hours"]
    base_order = ("day", "asc")


@screen("Absences", category="People", icon="calendar-off", read=PLANNERS, write={OFFICE, MANAGER})
class AbsenceScreen(Screen, model=Absence):
    """Who is away, and which machine stands still."""

    list_columns = ["employee", "machine", "starts_on", "ends_on", "hours", "reason"]
    base_order = ("starts_on", "desc")


@screen("Skills", category="People", icon="id-badge-2", detail=True, read=PLANNERS, write={MANAGER})
class EmployeeSkillScreen(Screen, model=EmployeeSkill):
    """Who can do which stage."""

    list_columns = ["employee", "stage", "decoration_method"]


@screen("Machine stages", category="People", icon="tool", detail=True, read=PLANNERS, write={MANAGER})
class MachineStageScreen(Screen, model=MachineStage):
    """Which machine serves which stage."""

    list_columns = ["machine", "stage", "decoration_method"]


@screen("Refused bookings", category="Production", icon="calendar-x", detail=True, read={MANAGER})
class BookingRefusalScreen(Screen, model=BookingRefusal):
    """What the calendar refused."""

    list_columns = ["created_at", "kind", "sentence", "day", "hours_short", "refused_to"]


@screen("Holidays written", category="Production", icon="calendar", detail=True, read={MANAGER})
class HolidayYearScreen(Screen, model=HolidayYear):
    """Which years' holidays are in the work calendar: they are not written again."""

    list_columns = ["year", "country", "region"]
    base_order = ("year", "asc")


@screen("Proposals", category="Production", icon="calendar", detail=True, read={OFFICE, PRODUCTION, MANAGER})
class ProposalScreen(Screen, model=Proposal):
    """Plans that were proposed, and what came of them."""

    list_columns = ["created_at", "asked_by", "job", "first_day", "last_day", "status", "days_late_after"]
    base_order = ("created_at", "desc")
    related = ["proposal_moves"]


@screen(
    "Proposed moves", category="Production", icon="calendar", detail=True, read={OFFICE, PRODUCTION, MANAGER}
)
class ProposalMoveScreen(Screen, model=ProposalMove):
    """Where proposals place operations, and why some have no place."""

    list_columns = ["hours", "from_date", "to_date", "to_employee", "to_machine", "accepted_at", "refusal"]
