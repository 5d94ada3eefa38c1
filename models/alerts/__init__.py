"""Alerts: rules declared once, what they find true now, told once, until it has cleared."""

from . import mailing, reading
from .beside import AlertComment, AlertRead, mark_read, read_by
from .business_alert import LONGEST_SNOOZE, BusinessAlert
from .declared import ALERT_RULES, Declaration, Reading, alert_rule
from .kinds import AlertSeverity, AlertStatus, AlertType
from .limits import Limits
from .news import AlertNews
from .routes import AlertRoute, lay_out_routes
from .rules import AlertRule, AlertThreshold, lay_out_rules
from .telling import Reason, on_told

from . import inventory, costs, overdue, capacity, clock_failures, program  # isort: skip - what of itself fails is looked for last

__all__ = [
    "ALERT_RULES",
    "LONGEST_SNOOZE",
    "AlertComment",
    "AlertNews",
    "AlertRead",
    "AlertRoute",
    "AlertRule",
    "AlertSeverity",
    "AlertStatus",
    "AlertThreshold",
    "AlertType",
    "BusinessAlert",
    "Declaration",
    "Limits",
    "Reading",
    "Reason",
    "alert_rule",
    "capacity",
    "clock_failures",
    "costs",
    "inventory",
    "lay_out_routes",
    "lay_out_rules",
    "mailing",
    "mark_read",
    "on_told",
    "overdue",
    "program",
    "read_by",
    "reading",
]
