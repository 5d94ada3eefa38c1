"""The queue of mails, what staff are told, and which moves of a job tell its customer."""

from __future__ import annotations

from typing import Any

from models.core import clock
from models.core.base import db
from models.core.roles import ADMIN, MANAGER, OFFICE
from models.notifications import (
    ContactNotification,
    NotificationPreference,
    NotificationQueue,
    QueueState,
    StaffNotification,
    StatusMail,
    queue_state,
)
from models.notifications.waiting import dead_mails

from .core.desk import Item, ago, desk, page_of, speaking
from .core.screen import Screen, screen
from .core.values import name_of


def waiting_time(state: QueueState) -> str:
    """How long the oldest mail has waited, such as “12 min” or “3 h”."""
    if state.oldest is None:
        return ""
    minutes = int((clock.now() - state.oldest).total_seconds() // 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h"


@screen("Mail queue", category="System", icon="mail", read={OFFICE, MANAGER})
class NotificationQueueScreen(Screen, model=NotificationQueue):
    """Every mail: waiting, sent, failed or cancelled; above them, how long the oldest has waited."""

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
    show_columns = [*list_columns, "subject", "content"]
    formats = {"type": lambda mail: name_of(mail.type.lower())}
    headings = {
        "created_at": "Queued",
        "type": "Mail",
        "recipient_email": "To",
        "due_at": "Due",
        "sent_at": "Sent",
        "error": "Why not",
    }
    search_columns = ["type", "recipient_email", "status", "due_at", "sent_at", "error", "job", "created_at"]
    named_by = ["type"]

    def render_template(self, template: str, **values: Any) -> str:
        """Begin the list with how the queue stands."""
        if template == "screens/list.html":
            state = queue_state(db.session())
            template = "notifications/queue.html"
            values |= {"state": state, "waiting": waiting_time(state)}
        return str(super().render_template(template, **values))


@desk(
    "Mails given up",
    of=NotificationQueue,
    rows=dead_mails,
    shows=("job",),
    place=30,
    entry=NotificationQueue,
    urgent=True,
)
def dead_mail(mail: NotificationQueue) -> Item:
    """A mail that will not go out unless somebody puts it right."""
    kind = name_of(mail.type.lower())
    return Item(
        "mail-x",
        f"{kind} to {mail.recipient_email}",
        page_of(mail),
        str(mail.job) if mail.job else "",
        mail.error or "",
        ago(mail.updated_at),
        "late",
        speaking(mail, "retry"),
    )


@screen("Staff notifications", category="System", icon="bell", detail=True)
class StaffNotificationScreen(Screen, model=StaffNotification):
    """What members of staff were told."""


@screen(
    "Status mails",
    category="System",
    icon="send",
    detail=True,
    write={ADMIN, MANAGER},
    without={"add", "delete"},
)
class StatusMailScreen(Screen, model=StatusMail):
    """Which mail each status of a job sends."""

    formats = {"mail": lambda told: name_of(told.mail)}
    headings = {"telling": "The customer is told"}


@screen("Contact notifications", category="System", icon="bell", detail=True, read={OFFICE, MANAGER})
class ContactNotificationScreen(Screen, model=ContactNotification):
    """What the customers' people were told in the portal, and what waits for their daily summary."""

    list_columns = ["created_at", "contact", "event", "text", "job", "in_app", "awaits_digest", "read_at"]
    headings = {"created_at": "Told", "awaits_digest": "In the next summary", "in_app": "In the portal"}


@screen("Notification preferences", category="System", icon="send", detail=True, read={OFFICE, MANAGER})
class NotificationPreferenceScreen(Screen, model=NotificationPreference):
    """What the customers' people chose to be told of, and how. They change it themselves, in the portal."""

    list_columns = ["contact", "event", "email", "digest", "in_app", "updated_at"]
    headings = {"email": "By mail", "digest": "Once a day", "in_app": "In the portal"}
