"""The grids, forms and REST resources of time, misprints and the floor's devices."""

from __future__ import annotations

from models.core.roles import BOOKKEEPER, EVERYBODY, MANAGER, PRODUCTION
from models.timekeeping import FloorDevice, FloorPin, FloorTap, Misprint, PayRate, TimeEntry

from .core.screen import Screen, screen


@screen("Time entries", category="People", icon="clock", read={PRODUCTION, BOOKKEEPER}, write={MANAGER})
class TimeEntryScreen(Screen, model=TimeEntry):
    """Who worked on what, and how long."""

    list_columns = ["employee", "job", "activity", "start_time", "end_time", "duration", "cost", "is_capped"]


@screen("Pay rates", category="People", icon="cash", detail=True, read={BOOKKEEPER}, write={MANAGER})
class PayRateScreen(Screen, model=PayRate):
    """What people are paid for an hour, from which day on."""

    list_columns = ["employee", "valid_from", "hourly_rate", "updated_at"]
    base_order = ("valid_from", "desc")


@screen(
    "Misprints", category="Production", icon="alert-triangle", read=EVERYBODY, write={PRODUCTION, MANAGER}
)
class MisprintScreen(Screen, model=Misprint):
    """What was spoiled, and why."""

    list_columns = ["job", "operation", "quantity", "cause", "employee", "created_at"]


@screen("Floor devices", category="System", icon="device-mobile", read={MANAGER})
class FloorDeviceScreen(Screen, model=FloorDevice):
    """The phones and tablets of the floor."""

    list_columns = ["name", "registered_by", "created_at", "last_seen_at", "revoked_at"]


@screen("Floor numbers", category="System", icon="key", detail=True, read={MANAGER})
class FloorPinScreen(Screen, model=FloorPin):
    """Who signs in on the floor's devices by a number."""

    list_columns = ["employee", "failures", "locked_until", "updated_at"]


@screen("Floor taps", category="System", icon="history", detail=True, read={MANAGER})
class FloorTapScreen(Screen, model=FloorTap):
    """What was tapped on the floor, and what became of it."""

    list_columns = ["employee", "kind", "tapped_at", "device", "outcome", "answer"]
