"""The thread of each job between customer and shop, and what customers say of it when it is done."""

from .message import (
    WRITERS,
    Message,
    MessageChannel,
    MessageSide,
    mark_thread_read,
    thread,
    unread_from_customers,
)
from .ratings import JobRating, may_rate, rate, rating_by
from .reading import MessageRead, mark_read_by, unread_by_contact, write_as_contact
from .telling import excerpt, people_of_thread

__all__ = [
    "WRITERS",
    "JobRating",
    "Message",
    "MessageChannel",
    "MessageRead",
    "MessageSide",
    "excerpt",
    "mark_read_by",
    "mark_thread_read",
    "may_rate",
    "people_of_thread",
    "rate",
    "rating_by",
    "thread",
    "unread_by_contact",
    "unread_from_customers",
    "write_as_contact",
]
