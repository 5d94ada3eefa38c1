"""The rows of alerts, for who may read all of them, and the rules that the owner sets."""

from __future__ import annotations

from models.alerts import AlertComment, AlertRead, AlertRule, AlertThreshold, BusinessAlert
from models.core.roles import ADMIN, MANAGER

from ..core.screen import Screen, screen


@screen("Kept alerts", category="Insight", icon="alert-triangle", detail=True, read={MANAGER})
class BusinessAlertScreen(Screen, model=BusinessAlert):
    """Every alert, also of the past: when it began, who saw to it, and when it was over."""

    list_columns = ["title", "type", "severity", "status", "actual_value", "threshold", "unit", "told_at"]
    show_columns = [
        *("title", "type", "severity", "status", "message", "trigger_data", "actual_value", "threshold"),
        *("unit", "rule", "subject_name", "assigned_to", "snoozed_until", "resolved_at", "resolved_by"),
        *("resolution", "cleared_at", "told_severity", "told_at", "created_at"),
    ]
    search_columns = [
        *("rule", "type", "severity", "status", "title", "subject_name", "assigned_to", "snoozed_until"),
        *("created_at", "told_at", "resolved_at", "cleared_at"),
    ]
    headings = {"told_at": "Told", "cleared_at": "Over since", "trigger_data": "Seen by"}
    related = ["alert_comments"]


@screen("Comments on alerts", category="Insight", icon="message", detail=True, read={MANAGER})
class AlertCommentScreen(Screen, model=AlertComment):
    """What people wrote below alerts."""

    list_columns = ["alert", "author_name", "text", "created_at"]


@screen("Alerts read", category="Insight", icon="eye", detail=True, read={MANAGER})
class AlertReadScreen(Screen, model=AlertRead):
    """Who read which alert, and when."""

    list_columns = ["alert", "user", "read_at"]


@screen(
    "Alert rules",
    category="Insight",
    icon="bell",
    detail=True,
    write={ADMIN, MANAGER},
    without={"add", "delete"},
)
class AlertRuleScreen(Screen, model=AlertRule):
    """What the shop is alerted of, and from which value on."""

    list_columns = ["title", "is_on", "threshold", "clears_at", "critical_at", "unit", "error"]
    headings = {"error": "Why not checked"}
    base_order = ("name", "asc")
    related = ["alert_thresholds"]


@screen("Own alert limits", category="Insight", icon="settings", detail=True, write={ADMIN, MANAGER})
class AlertThresholdScreen(Screen, model=AlertThreshold):
    """Limits of a rule for one material, machine or customer."""

    list_columns = ["rule", "material", "machine", "customer", "threshold", "clears_at", "critical_at"]
