"""What mails between customers and the shop say: a greeting, a sentence, what was written, and what it is about."""

from __future__ import annotations

from typing import Any

from models.core.dates import short_day
from models.customers import CustomerContact
from models.jobs import Job
from models.messages import Message


def greeting(contact: CustomerContact) -> str:
    """“Hi Ann”."""
    return f"Hi {next(iter(contact.name.split()), contact.name)}"


def of_message(message: Message, contact: CustomerContact) -> dict[str, Any]:
    """The values of the mail that the shop wrote to a customer."""
    writer = message.staff_user.first_name if message.staff_user else "the shop"
    return {
        "headline": "You have a message",
        "greeting": greeting(contact),
        "sentence": f"{writer} wrote about {message.job.title}.",
        "message": message.text,
        "facts": _facts(message.job),
    }


def of_question(message: Message) -> dict[str, Any]:
    """The values of the mail that a customer wrote to the shop."""
    who = message.contact.name if message.contact else message.customer.name
    return {
        "headline": f"{who} has a question",
        "greeting": f"{who} of {message.customer.name}" if message.contact else who,
        "sentence": f"wrote about {message.job}.",
        "message": message.text,
        "facts": _facts(message.job),
    }


def of_news(text: str, contact: CustomerContact) -> dict[str, Any]:
    """The values of a mail that says one sentence."""
    return {
        "headline": "News from the shop",
        "greeting": greeting(contact),
        "sentence": text,
        "message": None,
        "facts": [],
    }


def _facts(job: Job) -> list[list[str]]:
    due = [["Ready by", short_day(job.due_on)]] if job.due_on else []
    return [["Order", f"{job.number} · {job.title}"], *due]
