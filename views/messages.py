"""What customers and the shop say to each other: the grid, the desk's unread messages, and the ratings."""

from __future__ import annotations

from models.core.roles import ARTIST, BOOKKEEPER, MANAGER, OFFICE, PRODUCTION
from models.messages import WRITERS, JobRating, Message, MessageRead, excerpt, unread_from_customers

from .core.desk import Item, ago, desk, speaking
from .core.screen import Screen, screen


@screen("Messages", category="Sales", icon="message", write=WRITERS, without={"edit", "delete"})
class MessageScreen(Screen, model=Message):
    """What was said about jobs, whatever the channel. What was said is not changed afterwards."""

    list_columns = ["created_at", "job", "side", "channel", "contact", "staff_user", "text", "read_at"]
    form_columns = ["job", "channel", "contact", "text"]
    search_columns = [
        "job",
        "customer",
        "side",
        "channel",
        "contact",
        "staff_user",
        "text",
        "created_at",
        "read_at",
    ]
    headings = {"created_at": "When", "side": "Who", "staff_user": "Shop", "read_at": "Read"}


@screen("Read marks", category="System", icon="eye", detail=True, read={OFFICE, MANAGER})
class MessageReadScreen(Screen, model=MessageRead):
    """How far the customers' people have read what the shop wrote."""

    list_columns = ["contact", "job", "updated_at"]


@screen(
    "Ratings", category="Sales", icon="circle-check", read={OFFICE, MANAGER, ARTIST, PRODUCTION, BOOKKEEPER}
)
class JobRatingScreen(Screen, model=JobRating):
    """How customers liked what was made for them: 1 (poor) to 5 (very good)."""

    list_columns = ["created_at", "job", "customer", "contact", "score", "comment"]
    headings = {"created_at": "When"}


@desk(
    "Messages of customers",
    of=Message,
    rows=unread_from_customers,
    shows=("job", "contact", "customer"),
    place=15,
    by=WRITERS,
    entry=Message,
)
def unread_message(message: Message) -> Item:
    """What a customer wrote and nobody has read: they wait for an answer."""
    return Item(
        "message",
        excerpt(message.text),
        f"/jobs/show/{message.job_id}#messages",
        str(message.job),
        str(message.contact or message.customer),
        ago(message.created_at),
        "soon",
        speaking(message, "mark_read"),
    )
