"""The words of the schedule: where an operation stands, what it books, what a stage says to its job."""

from __future__ import annotations

import enum


class ScheduleStatus(enum.StrEnum):
    """Where an operation stands. Without a day it waits in the backlog."""

    BACKLOG = "BACKLOG"
    SCHEDULED = "SCHEDULED"
    IN_PROGRESS = "IN_PROGRESS"
    COMPLETED = "COMPLETED"
    DELAYED = "DELAYED"
    CANCELLED = "CANCELLED"


class JobVerb(enum.StrEnum):
    """A verb of the job that a stage speaks when its first operation begins or its last one is finished."""

    BEGIN_PREP = "BEGIN_PREP"
    START_PRODUCTION = "START_PRODUCTION"
    SEND_TO_QUALITY_CHECK = "SEND_TO_QUALITY_CHECK"
    PACK = "PACK"


class Booked(enum.StrEnum):
    """What a row of capacity is of: a person, a machine, or the whole shop."""

    EMPLOYEE = "EMPLOYEE"
    MACHINE = "MACHINE"
    SHOP = "SHOP"


class RefusalKind(enum.StrEnum):
    """Why a booking was refused, as it is counted."""

    OVERBOOKED = "OVERBOOKED"
    OVERLAP = "OVERLAP"
    ABSENT = "ABSENT"
    UNSKILLED = "UNSKILLED"
    OUT_OF_ORDER = "OUT_OF_ORDER"
    GATE = "GATE"
    OTHER = "OTHER"


class Load(enum.StrEnum):
    """How full a day of a resource is."""

    GREEN = "GREEN"
    TIGHT = "TIGHT"
    FULL = "FULL"


ON_THE_DAY = frozenset({ScheduleStatus.SCHEDULED, ScheduleStatus.IN_PROGRESS, ScheduleStatus.DELAYED})
"""An operation that holds hours and is not finished."""

OPEN = ON_THE_DAY | {ScheduleStatus.BACKLOG}
"""An operation that is still to be done."""

BOOKING = ON_THE_DAY | {ScheduleStatus.COMPLETED}
"""An operation whose hours are booked on its day: the sum of these is `booked_hours`."""
