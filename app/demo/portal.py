"""What the demo's customers find in their portal, Ann of Acme most of all: an approval that waits for her, with two
versions and notes on them, files, photos and messages.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

import sqlalchemy as sa

from models.approvals import Decision, comment_on
from models.core import clock
from models.core.actor import Actor
from models.customers import CustomerContact
from models.files import CustomerFile, FileCategory
from models.jobs import Job
from models.notifications import ContactNotification
from tasks.files import keep

from . import artwork, hours
from .customers import speaker
from .designs import answer, ask, draw, picture
from .orders import Order, type_in
from .registry import every_workday, opening, when
from .simulation import Simulation, Story

READ_AFTER: Final = dt.timedelta(days=4)
"""After so long customers have seen what they were told."""

CLOTHS: Final = ("#22262b", "#23365c", "#e9e6df", "#5d6a3f")


@opening(95)
def plan_the_open_approval(shop: Simulation) -> None:
    """Begin the order whose art Ann has before her."""
    if shop.has_portal:
        shop.begin(_open_house(shop), max(hours.before(shop.until - dt.timedelta(days=6)), shop.began))


def _open_house(shop: Simulation) -> Story:
    """Version 1 was not right, Ann said where; version 2 waits for her, with a question of the artist's."""
    asked, pause = clock.now(), (shop.until - clock.now()) / 8
    due_on = hours.workday_after(clock.shop_day(shop.until) + dt.timedelta(days=12), 0)
    sizes = {"S": 8, "M": 20, "L": 16, "XL": 6}
    job = type_in(shop, Order("Acme", "Open-house tees", "TEE-SP", "T-shirt, white", sizes, due_on))
    ann = speaker(job)
    shop.do("office", job, "send_quote")
    yield hours.before(asked + pause)
    shop.do(ann, job, "accept_quote")
    _send_the_logo(shop, job)
    yield hours.before(asked + 2 * pause)
    shop.do("artist", job, "begin_prep")
    first = ask(shop, draw(shop, job, 1), "Here is a first draft for the open house.")
    yield hours.before(asked + 4 * pause)
    if first is None:
        return
    with shop.by(ann):
        note = comment_on(
            first.design_version, "Could the sun be larger? It is our sign.", pin=_at("0.5", "0.4")
        )
    answer(shop, first, Decision.CHANGES_REQUESTED, "A larger sun, see my note. The rest is lovely.")
    yield hours.before(asked + 6 * pause)
    second = draw(shop, job, 2, "The sun is larger. The hills and both lines of words did not change.")
    shop.do("artist", note, "reply", body="It is 15 % wider now, and still clear of the hills.")
    shop.do("artist", note, "resolve")
    ask(shop, second, "Version 2 follows your note. We print nothing before you say yes.")
    with shop.by("artist"):
        comment_on(second, "Is the year to stand here as well?", pin=_at("0.5", "0.87"))


def _at(x: str, y: str) -> tuple[Decimal, Decimal]:
    return Decimal(x), Decimal(y)


def _send_the_logo(shop: Simulation, job: Job) -> None:
    """Ann uploads what the print is to be made of."""
    contact = shop.session.get_one(CustomerContact, speaker(job).reference)
    with shop.by(speaker(job)):
        _keep(shop, job, picture(job, 1), FileCategory.REFERENCE, "acme-logo.png", contact=contact)


def _keep(
    shop: Simulation,
    job: Job,
    content: bytes,
    category: FileCategory,
    file_name: str,
    *,
    contact: CustomerContact | None = None,
    user: str = "",
) -> CustomerFile:
    return keep(
        shop.session,
        content,
        customer=job.customer,
        job=job,
        category=category,
        file_name=file_name,
        is_public=True,
        contact=contact,
        user_id=int(shop.staff[user].reference) if user else None,
    )


@when(Job, "start_production", "send_to_quality_check")
def take_photos(shop: Simulation, job: Job) -> None:
    """The printer shows the customer what came off the press."""
    is_recent = clock.now() > shop.until - dt.timedelta(days=10)
    if shop.has_portal and is_recent and (str(job.customer) == "Acme" or shop.chance(0.2)):
        cloth = CLOTHS[len(job.title) % len(CLOTHS)]
        with shop.by("printer"):
            photo = artwork.photo_of(picture(job, 3), cloth)
            _keep(shop, job, photo, FileCategory.PHOTO, f"{job.number}-first-piece.png", user="printer")


@every_workday(at=8.6)
def customers_read_their_news(shop: Simulation) -> None:
    """Everybody has seen what they were told some days ago."""
    past = clock.now() - READ_AFTER
    unread = sa.select(ContactNotification).where(
        ContactNotification.read_at.is_(None), ContactNotification.created_at < past
    )
    for told in shop.session.scalars(unread.order_by(ContactNotification.id)).all():
        contact = told.contact
        shop.do(Actor("customer", contact.name, contact.id), told, "mark_read")
