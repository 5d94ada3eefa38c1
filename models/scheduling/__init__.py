"""What is made when, by whom and on what: stages, routings, days and hours, operations and their bookings."""

from .capacity import DailyCapacity
from .days import Absence, WorkDay
from .life import Booked, JobVerb, RefusalKind, ScheduleStatus
from .operations import ProductionSchedule
from .refusals import BookingRefusal
from .skills import EmployeeSkill, MachineStage
from .stages import ProductionStage, Routing, seed_stages

__all__ = [
    "Absence",
    "Booked",
    "BookingRefusal",
    "DailyCapacity",
    "EmployeeSkill",
    "JobVerb",
    "MachineStage",
    "ProductionSchedule",
    "ProductionStage",
    "RefusalKind",
    "Routing",
    "ScheduleStatus",
    "WorkDay",
    "seed_stages",
]
