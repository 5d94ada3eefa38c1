"""The thread of each job between customer and shop, and what customers say of it when it is done."""

from .message import (
    LONGEST_TEXT,
    WRITERS,
    Message,
    MessageChannel,
    MessageSide,
    excerpt,
    mark_thread_read,
    thread,
    unread_from_customers,
)
from .ratings import BEST, LONGEST_COMMENT, JobRating, may_rate, rate, rating_by
from .reading import MessageRead, mark_read_by, unread_by_contact, unread_count, write_as_contact
from .telling import people_of_thread
from .threads import Thread, threads_of

__all__ = [
    "BEST",
    "LONGEST_COMMENT",
    "LONGEST_TEXT",
    "WRITERS",
    "JobRating",
    "Message",
    "MessageChannel",
    "MessageRead",
    "MessageSide",
    "Thread",
    "excerpt",
    "mark_read_by",
    "mark_thread_read",
    "may_rate",
    "people_of_thread",
    "rate",
    "rating_by",
    "thread",
    "threads_of",
    "unread_by_contact",
    "unread_count",
    "unread_from_customers",
    "write_as_contact",
]
