"""What needs attention, on the overview: the gravest open alerts, in one statement."""

from __future__ import annotations

from typing import Any, Final

from models.alerts import reading
from models.core.base import db

from ..core.access.person import current_roles
from ..dashboards.declared import panel
from ..dashboards.overview import Overview, overview
from .shown import shown

MOST: Final = 6
"""Alerts on the overview."""


@panel(overview, "alerts/_attention.html")
def attention(_read: Overview) -> dict[str, Any]:
    """The gravest of what is open now and theirs to see, whatever period is shown."""
    alerts, total = reading.worst(db.session(), current_roles(), MOST)
    return {"alerts": [shown(alert) for alert in alerts], "total": total}
