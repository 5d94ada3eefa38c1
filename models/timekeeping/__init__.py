"""The floor: who worked on what and how long, what came out, and the phones on which it is said."""

from . import actuals, checks, rates, timesheets
from .devices import FloorDevice, FloorPin
from .entries import TimeEntry, hours_of
from .misprints import Misprint, MisprintCause
from .rates import PayRate, rate_of
from .taps import FloorTap, TapKind, TapOutcome
from .timers import cap_forgotten, clock_in, clock_out, forgotten, running
from .timesheets import Timesheet, TimesheetStatus

__all__ = [
    "FloorDevice",
    "FloorPin",
    "FloorTap",
    "Misprint",
    "MisprintCause",
    "PayRate",
    "TapKind",
    "TapOutcome",
    "TimeEntry",
    "Timesheet",
    "TimesheetStatus",
    "actuals",
    "cap_forgotten",
    "checks",
    "clock_in",
    "clock_out",
    "forgotten",
    "hours_of",
    "rate_of",
    "rates",
    "running",
    "timesheets",
]
