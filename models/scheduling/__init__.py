"""What is made when, by whom and on what: stages, routings, days and hours, operations and their bookings."""

from . import job_events
from .capacity import DailyCapacity
from .days import Absence, WorkDay
from .estimates import Print, Work, estimate_hours, estimate_minutes
from .first_routings import seed_routings
from .generation import generate_ahead, generate_capacity, lay_out
from .holidays import HolidayYear, write_holidays
from .hours import WorkCalendar, hours_available, work_calendar
from .life import Booked, JobVerb, RefusalKind, ScheduleStatus
from .operations import ProductionSchedule
from .promises import PromiseDate, PromisedStep, promise_date
from .proposals import Proposal, ProposalMove, ProposalStatus, propose
from .refusals import BookingRefusal
from .refused import BookingRefused
from .routing import add_operation, create_operations
from .skills import EmployeeSkill, MachineStage
from .stages import ProductionStage, Routing, seed_stages

__all__ = [
    "Absence",
    "Booked",
    "BookingRefusal",
    "BookingRefused",
    "DailyCapacity",
    "EmployeeSkill",
    "HolidayYear",
    "JobVerb",
    "MachineStage",
    "Print",
    "ProductionSchedule",
    "ProductionStage",
    "PromiseDate",
    "PromisedStep",
    "Proposal",
    "ProposalMove",
    "ProposalStatus",
    "RefusalKind",
    "Routing",
    "ScheduleStatus",
    "Work",
    "WorkCalendar",
    "WorkDay",
    "add_operation",
    "create_operations",
    "estimate_hours",
    "estimate_minutes",
    "generate_ahead",
    "generate_capacity",
    "hours_available",
    "job_events",
    "lay_out",
    "promise_date",
    "propose",
    "seed_routings",
    "seed_stages",
    "work_calendar",
    "write_holidays",
]
