"""Customers of the demo on their portal: they sign in by mail, and answer their quotes there."""

from __future__ import annotations

import datetime as dt
import zlib
from typing import Final

import sqlalchemy as sa

from models.core import clock
from models.customers import CustomerContact
from models.jobs import Job
from models.portal import (
    LIFE_OF_A_SESSION,
    PortalSignIn,
    answer_quote,
    ask_to_sign_in,
    why_no_answer,
)

from .customers import speaker
from .maturity import is_on_the_portal
from .simulation import Simulation

BROWSERS: Final = ("Safari on iPhone", "Chrome on Windows", "Chrome on Android", "Firefox on macOS")


class Visits(dict[str, dt.datetime]):
    """Until when the browser of each contact stays signed in, by the contact's id."""


def come_in(shop: Simulation, job: Job) -> None:
    """The contact of `job` signs in by a link that is mailed, unless the browser still is."""
    contact, visits = shop.session.get_one(CustomerContact, job.contact_id), shop.own(Visits)
    if not contact.email or visits.get(contact.id, shop.began) > clock.now():
        return
    visits[contact.id] = clock.now() + LIFE_OF_A_SESSION
    with shop.by(speaker(job)):
        ask_to_sign_in(shop.session, contact.email, address=address_of(contact))
    mailed = sa.select(PortalSignIn).where(PortalSignIn.contact_id == contact.id)
    newest = mailed.where(PortalSignIn.used_at.is_(None)).order_by(PortalSignIn.id.desc()).limit(1)
    with shop.by(speaker(job)):
        browser = BROWSERS[_number_of(contact) % len(BROWSERS)]
        shop.session.scalars(newest).one().use(shop.session, browser=browser, address=address_of(contact))


def accept(shop: Simulation, job: Job) -> None:
    """The customer says yes to the quote: on the portal, or in a few words to the office."""
    if _is_answered_there(shop, job):
        _answer(shop, job, accepted=True)
    else:
        shop.do(speaker(job), job, "accept_quote")


def decline(shop: Simulation, job: Job, reason: str) -> None:
    """The customer says no, in the same way."""
    if _is_answered_there(shop, job):
        _answer(shop, job, accepted=False, reason=reason)
    else:
        shop.do(speaker(job), job, "decline", reason=reason)


def _is_answered_there(shop: Simulation, job: Job) -> bool:
    return is_on_the_portal(shop, job) and not why_no_answer(job)


def _answer(shop: Simulation, job: Job, *, accepted: bool, reason: str = "") -> None:
    come_in(shop, job)
    contact = shop.session.get_one(CustomerContact, job.contact_id)
    with shop.by(speaker(job)):
        answer_quote(
            shop.session,
            job,
            accepted=accepted,
            name=contact.name,
            amount=job.quoted_amount,
            contact=contact,
            reason=reason,
            address=address_of(contact),
        )
    shop.follow(job, "accept_quote" if accepted else "decline")


def address_of(contact: CustomerContact) -> str:
    """The network address that the contact comes from: of a range that nobody has."""
    return f"192.0.2.{_number_of(contact) % 250 + 1}"


def _number_of(contact: CustomerContact) -> int:
    return zlib.crc32(contact.name.encode())
