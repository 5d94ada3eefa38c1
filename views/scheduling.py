"""The grids, forms and REST resources of stages, days, capacity and operations."""

from __future__ import annotations

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
    Routing,
    WorkDay,
)

from .core.screen import Screen, screen

PLANNERS = {OFFICE, ARTIST, PRODUCTION}
"""Who reads what the calendar is made of, besides those who write it."""


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

    list_columns = ["decoration_method", "stage", "setup_minutes", "minutes_per_piece", "is_active"]


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
