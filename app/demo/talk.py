"""What the demo's customers and the shop say to each other about jobs, and how customers liked what they got."""

from __future__ import annotations

from typing import Final

from models.core.actor import Actor
from models.customers import CustomerContact
from models.jobs import Job
from models.messages import Message, MessageChannel, may_rate, rate
from models.messages.reading import write_as_contact

from .customers import speaker
from .maturity import between, is_on_the_portal, is_trouble
from .registry import when
from .simulation import Simulation, Story

ASKED: Final = (
    (
        "Can we still add two in XL?",
        "Yes, until we print. I have added them to the order, the price follows.",
    ),
    ("Will they be here for the weekend?", "They are. You get a mail as soon as the boxes are closed."),
    ("Is the ink safe for the dryer?", "It is: inside out, at a low heat, and the print stays as it is."),
    (
        "Could somebody else pick them up?",
        "Of course. Tell us the name, and they bring the number of the order.",
    ),
)
"""What is asked in the portal, and what the office answers."""

CALLED: Final = (
    (MessageChannel.PHONE, "Asked when the shirts are ready."),
    (MessageChannel.PHONE, "Wanted to know whether the deposit has arrived."),
    (MessageChannel.COUNTER, "Came by for a look at the blanks."),
)
"""What is asked elsewhere, as the office logs it."""

SAID: Final = (
    (5, "Just as we had hoped. The team is thrilled."),
    (5, ""),
    (4, "Good print. The boxes could be labelled by size."),
    (4, ""),
    (3, "Nice shirts, but a day late."),
    (2, "The navy is much darker than on the proof."),
)

COMPLAINED: Final = (
    (1, "Half a day late, and nobody called."),
    (2, "Not what we had in mind, again."),
    (2, ""),
    (3, ""),
)
"""What one customer says of everything."""


@when(Job, "begin_prep")
def ask_something(shop: Simulation, job: Job) -> None:
    """Now and then somebody asks, in the portal or by phone."""
    if shop.has_portal and job.contact is not None:
        for _ in range(3 if is_trouble(job) else 1):
            if shop.chance(between(shop, 0.75, 0.35)) or str(job.customer) == "Acme":
                asked = _asked_in_the_portal if is_on_the_portal(shop, job) else _asked_elsewhere
                shop.begin(asked(shop, job), shop.in_hours(1, 9))


def _asked_in_the_portal(shop: Simulation, job: Job) -> Story:
    question, reply = shop.random.choice(ASKED)
    with shop.by(speaker(job)):
        said = write_as_contact(shop.session, job, _contact(shop, job), question)
    yield shop.in_hours(0.5, 6)
    if said.read_at is None:  # who reads one reads what was asked with it
        shop.do("office", said, "mark_read")
    with shop.by("office"):
        shop.session.add(Message(job=job, text=reply))


def _asked_elsewhere(shop: Simulation, job: Job) -> Story:
    channel, text = shop.random.choice(CALLED)
    with shop.by("office"):
        shop.session.add(Message(job=job, text=text, channel=channel, contact=job.contact))
    yield from ()


@when(Job, "complete")
def say_how_it_went(shop: Simulation, job: Job) -> None:
    """Half of the customers answer the one question."""
    if shop.has_portal and job.contact is not None and shop.chance(0.5):
        shop.begin(_rated(shop, job), shop.in_hours(2, 12))


def _rated(shop: Simulation, job: Job) -> Story:
    pleased = between(shop, 1, 4)
    weights = [pleased, 3 * pleased, 1, 3, 1, 0.5]
    score, comment = (
        shop.random.choice(COMPLAINED) if is_trouble(job) else shop.random.choices(SAID, weights)[0]
    )
    contact = _contact(shop, job)
    if may_rate(shop.session, job, contact):  # not twice for a job that was taken up again
        with shop.by(Actor("customer", contact.name, contact.id)):
            rate(shop.session, job, contact, score, comment)
    yield from ()


def _contact(shop: Simulation, job: Job) -> CustomerContact:
    return shop.session.get_one(CustomerContact, job.contact_id)
