"""What the clock could not do when it tried last."""

from __future__ import annotations

from models.alerts.clock_failures import ClockFailure
from models.core.roles import MANAGER

from ..core.screen import Screen, screen


@screen("Jobs that fail", category="Insight", icon="clock", detail=True, read={MANAGER})
class ClockFailureScreen(Screen, model=ClockFailure):
    """The periodic jobs that failed when they ran last. Each is tried again by itself, and leaves when it ran well."""

    list_columns = ["job", "failures", "error", "created_at", "updated_at"]
    formats = {"job": str}
    headings = {"error": "Why", "created_at": "Since", "updated_at": "Last"}
