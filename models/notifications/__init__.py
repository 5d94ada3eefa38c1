"""What people are told: the customers by mail, through an outbox; the staff on their pages."""

from . import status_news
from .claims import ClaimedMail, claim, give_back, give_up, mark_sent, try_later
from .contacts import Told, tell_contact
from .inbox import ContactNotification
from .preferences import CustomerEvent, NotificationPreference
from .queue import (
    NotificationQueue,
    NotificationStatus,
    QueueState,
    is_any_due,
    queue_mail,
    queue_state,
    supersede,
)
from .staff import StaffNotification, tell_staff
from .status_mails import StatusMail, Telling, seed_status_mails, status_mail_defaults

__all__ = [
    "ClaimedMail",
    "ContactNotification",
    "CustomerEvent",
    "NotificationPreference",
    "NotificationQueue",
    "NotificationStatus",
    "QueueState",
    "StaffNotification",
    "StatusMail",
    "Telling",
    "Told",
    "claim",
    "give_back",
    "give_up",
    "is_any_due",
    "mark_sent",
    "queue_mail",
    "queue_state",
    "seed_status_mails",
    "status_mail_defaults",
    "supersede",
    "tell_contact",
    "tell_staff",
    "try_later",
]
