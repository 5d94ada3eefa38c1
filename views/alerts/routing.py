"""Who is told of which alerts, as a grid; and what waits for somebody's daily mail."""

from __future__ import annotations

from models.alerts.news import AlertNews
from models.alerts.routes import AlertRoute
from models.core.roles import ADMIN, MANAGER

from ..core.screen import Screen, screen


@screen(
    "Alert routes",
    category="Insight",
    icon="send",
    detail=True,
    write={ADMIN, MANAGER},
    without={"add", "delete"},
)
class AlertRouteScreen(Screen, model=AlertRoute):
    """From which severity on each role is told of each kind of alerts: under the bell, and by mail."""

    list_columns = ["type", "role", "in_app_from", "mailed_from"]
    form_columns = ["in_app_from", "mailed_from"]
    headings = {"type": "Alerts", "in_app_from": "Under the bell from", "mailed_from": "By mail from"}


@screen("Alert news", category="Insight", icon="mail", detail=True, read={ADMIN})
class AlertNewsScreen(Screen, model=AlertNews):
    """What people are told of in their daily mail of alerts."""

    list_columns = ["created_at", "user", "alert", "severity", "reason", "waits"]
    headings = {"created_at": "Told", "waits": "Waits for the mail"}
