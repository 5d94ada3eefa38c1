"""The queue of mails, what staff are told, and which moves of a job tell its customer."""

from __future__ import annotations

from models.core.roles import ADMIN, MANAGER, OFFICE
from models.notifications import NotificationQueue, StaffNotification, StatusMail

from .core.screen import Screen, screen


@screen("Mail queue", category="System", read={OFFICE, MANAGER})
class NotificationQueueScreen(Screen, model=NotificationQueue):
    """Every mail: waiting, sent, failed or cancelled."""

    list_columns = [
        "created_at",
        "type",
        "recipient_email",
        "status",
        "due_at",
        "attempts",
        "sent_at",
        "error",
        "job",
    ]
    show_columns = [*list_columns, "subject", "content", "dedup_key"]
    search_columns = ["type", "recipient_email", "status", "due_at", "sent_at", "error", "job", "created_at"]
    named_by = ["type"]


@screen("Staff notifications", category="System")
class StaffNotificationScreen(Screen, model=StaffNotification):
    """What members of staff were told."""


@screen("Status mails", category="System", write={ADMIN, MANAGER}, without={"add", "delete"})
class StatusMailScreen(Screen, model=StatusMail):
    """Which mail each status of a job sends."""
