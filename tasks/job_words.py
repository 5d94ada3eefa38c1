"""A job in the customer's words: six steps, plain facts, never an internal status."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from models.core.dates import short_day
from models.jobs import STEPS, Job, JobStatus, JobStatusUpdate, customer_step

S = JobStatus

_SAID: Final = {
    S.QUOTE_SENT: (
        "Your quote is ready",
        "the quote for {title} is ready. Look it over and answer when you like; we print nothing before you say yes.",
    ),
    S.APPROVED: (
        "Your order is confirmed",
        "{title} is confirmed. We now get the art and the garments ready.",
    ),
    S.IN_PRODUCTION: ("Your order is in production", "we have begun to make {title}."),
    S.READY_FOR_PICKUP: ("Your order is ready", "{title} is packed and waits for you at the shop."),
    S.SHIPPED: ("Your order is on its way", "we have sent {title} to you."),
    S.COMPLETED: ("Your order is complete", "{title} is complete. Thank you for having it made here."),
    S.CANCELLED: (
        "Your order is cancelled",
        "we have cancelled {title}. If you did not expect this, reply to this mail.",
    ),
    S.ON_HOLD: ("Your order is paused", "we have paused the work on {title} and tell you when it goes on."),
}
_OTHERWISE: Final = ("News about your order: {step}", "{title} is now at the step “{step}”.")


def of_update(job: Job, update: JobStatusUpdate, to: str) -> dict[str, Any]:
    """The values of a mail about a move: headline, sentence, message, facts and progress."""
    held_from = update.old_status if update.new_status == S.ON_HOLD else None
    step = customer_step(update.new_status, held_from)
    headline, sentence = _SAID.get(update.new_status, _OTHERWISE)
    words = {"title": job.title, "step": step.name}
    return {
        "headline": headline.format(**words),
        "greeting": greeting(job, to),
        "sentence": sentence.format(**words),
        "message": update.message,
        "facts": facts(job, update.new_status),
        "progress": None if step.ended else progress(step.index, paused=step.paused),
        "job": {"number": job.number, "title": job.title},
    }


def of_rush(job: Job, to: str) -> dict[str, Any]:
    """The values of the mail that a job is done as a rush."""
    due = f" You have it by {short_day(job.due_on)}." if job.due_on else ""
    step = job.step
    return {
        "headline": "Your rush order is accepted",
        "greeting": greeting(job, to),
        "sentence": f"we do {job.title} as a rush.{due}",
        "message": None,
        "facts": facts(job, S.QUOTE_SENT),
        "progress": None if step.ended else progress(step.index, paused=step.paused),
        "job": {"number": job.number, "title": job.title},
    }


def greeting(job: Job, to: str) -> str:
    """“Hi Ann” when the address is a known person's, else the customer's name."""
    contacts = [job.contact] if job.contact else []
    people = (
        person for person in [*contacts, *job.customer.contacts] if (person.email or "").lower() == to.lower()
    )
    person = next(people, None)
    return f"Hi {person.name.split()[0] if person and person.name.split() else job.customer.name}"


def facts(job: Job, status: JobStatus) -> list[list[str]]:
    """What the customer may want to look up, as pairs of a label and a value."""
    pieces = sum(item.quantity for item in job.items)
    shipped = status == S.SHIPPED
    told = [
        ("Order", f"{job.number} · {job.title}"),
        ("Pieces", f"{pieces:,}" if pieces else None),
        ("Price", _price(job.quoted_amount) if status == S.QUOTE_SENT else None),
        (
            "Valid until",
            short_day(job.quote_expires_on) if status == S.QUOTE_SENT and job.quote_expires_on else None,
        ),
        ("Ready by", short_day(job.due_on) if job.due_on and not shipped and status in _UNFINISHED else None),
        ("Carrier", job.carrier if shipped else None),
        ("Tracking number", job.tracking_number if shipped else None),
    ]
    return [[label, value] for label, value in told if value]


_UNFINISHED: Final = frozenset(
    {S.QUOTE_SENT, S.APPROVED, S.PREP, S.READY, S.IN_PRODUCTION, S.QUALITY_CHECK, S.PACKED}
)


def progress(index: int, *, paused: bool) -> dict[str, Any]:
    """The six segments and the line below them."""
    following = STEPS[index + 1] if index + 1 < len(STEPS) else None
    return {
        "segments": [{"name": name, "done": position <= index} for position, name in enumerate(STEPS)],
        "place": f"Step {index + 1} of {len(STEPS)}",
        "step": f"{STEPS[index]}, paused" if paused else STEPS[index],
        "next": None if paused else following,
    }


def _price(amount: Decimal | None) -> str | None:
    return f"${amount:,.2f} plus sales tax" if amount else None
