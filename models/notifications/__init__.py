"""What people are told: the customers by mail, through an outbox; the staff on their pages."""

from .claims import ClaimedMail, claim, give_back, give_up, mark_sent, try_later
from .queue import NotificationQueue, NotificationStatus, is_any_due, oldest_pending, queue_mail, supersede
from .staff import StaffNotification, tell_staff
from .status_mails import StatusMail, Telling, seed_status_mails, status_mail_defaults

__all__ = [
    "ClaimedMail",
    "NotificationQueue",
    "NotificationStatus",
    "StaffNotification",
    "StatusMail",
    "Telling",
    "claim",
    "give_back",
    "give_up",
    "is_any_due",
    "mark_sent",
    "oldest_pending",
    "queue_mail",
    "seed_status_mails",
    "status_mail_defaults",
    "supersede",
    "tell_staff",
    "try_later",
]
