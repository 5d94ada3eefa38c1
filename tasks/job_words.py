"""A job in the customer's words: six steps, plain facts, never an internal status."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from models.core.dates import short_day
from models.jobs import STEPS, WORDS, CustomerStep, Job, JobStatus, JobStatusUpdate, Words, customer_step

S = JobStatus


def of_update(job: Job, update: JobStatusUpdate, to: str) -> dict[str, Any]:
    """The values of a mail about a move: headline, sentence, message, facts and progress."""
    held_from = update.old_status if update.new_status == S.ON_HOLD else None
    step = customer_step(update.new_status, held_from)
    mail = WORDS[update.new_status].mail
    words = {"title": job.title, "step": step.name}
    said = Words(mail.headline.format(**words), mail.sentence.format(**words))
    return _values(job, to, said, step, facts(job, update.new_status)) | {"message": update.message}


def of_rush(job: Job, to: str) -> dict[str, Any]:
    """The values of the mail that a job is done as a rush."""
    due = f" You have it by {short_day(job.due_on)}." if job.due_on else ""
    said = Words("Your rush order is accepted", f"we are doing {job.title} as a rush.{due}")
    return _values(job, to, said, job.step, facts(job, S.QUOTE_SENT))


def _values(job: Job, to: str, said: Words, step: CustomerStep, told: list[list[str]]) -> dict[str, Any]:
    return {
        "headline": said.headline,
        "greeting": greeting(job, to),
        "sentence": said.sentence,
        "message": None,
        "facts": told,
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
    is_offered = status == job.status == S.QUOTE_SENT
    told = [
        ("Order", f"{job.number} · {job.title}"),
        ("Pieces", f"{pieces:,}" if pieces else None),
        ("Price", _price(job.quoted_amount) if status == S.QUOTE_SENT else None),
        (
            "Valid until",
            short_day(job.quote_expires_on) if is_offered and job.quote_expires_on else None,
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
