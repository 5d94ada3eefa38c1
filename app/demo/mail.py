"""The demo's mails. Those of the past went out in the past, to nobody; those of the last days wait for the mailbox."""

from __future__ import annotations

import datetime as dt

from models.core import clock, events
from models.core.actor import SYSTEM, acting_as
from models.notifications import claim, mark_sent
from tasks import emails, templates
from tasks.desk import Desk

from .registry import opening
from .simulation import Simulation

WAITING = dt.timedelta(days=2)
"""What was queued in so short a time before the present may be left to the worker."""

SENDER = "demo"


@opening(1)
def open_the_post_office(shop: Simulation) -> None:
    """Look for mail after each deed."""
    until = shop.until - (WAITING if shop.leaves_mail else dt.timedelta())

    def post(bells: frozenset[str]) -> None:
        if "mail" in bells and clock.now() <= until:
            send_all(shop)

    shop.after_each_deed = post


def send_all(shop: Simulation) -> None:
    """Write every mail that is due and note it as sent, without speaking to any server."""
    session = shop.session
    with acting_as(SYSTEM):
        mails = claim(session, SENDER, 100)
        desk = Desk(session, mails)
        for mail in mails:
            letter = emails.compose(desk, mail)
            written = templates.write(mail.name, letter.values)
            mark_sent(session.connection(), mail, SENDER, written.subject, letter.masked(written.text))
        events.settle(session)
