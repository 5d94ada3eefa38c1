"""Printing tickets: one PDF for one job or many."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import segno
from sqlalchemy.orm import Session

from models.core import clock

from .. import addresses
from ..look import look
from ..storage import Missing, storage
from ..typesetting import typeset
from .rows import Ticket, tickets_of
from .words import artwork_words, printed_at, words_of

MOST_TICKETS: Final = 50
"""Jobs in one PDF."""

_MOST_PICTURES: Final = 6
"""Of one job; further ones are counted."""

_TEMPLATE: Final = Path(__file__).with_name("ticket.typ")


def tickets(session: Session, job_ids: Sequence[str]) -> bytes:
    """The tickets of those of `job_ids` that there are (of `MOST_TICKETS` at most), in that order, as a PDF.

    Each begins on a page of its own, and its QR code opens the job on the floor. Ends the transaction of `session`
    before anything is drawn: that takes up to a second, and holds nobody up.
    """
    told = [_told(ticket) for ticket in tickets_of(session, job_ids[:MOST_TICKETS])]
    session.rollback()
    shown = look()
    facts = {"shop": shown.name, "printed": printed_at(), "tickets": told}
    return typeset(_TEMPLATE, facts, at=clock.now(), pictures=_pictures(told))


def floor_address(job_id: str) -> str:
    """What the QR code of a ticket says."""
    return addresses.address("floor", "jobs", job_id)


def _told(ticket: Ticket) -> dict[str, Any]:
    """The facts of a ticket as plain values."""
    shown = ticket.artwork[:_MOST_PICTURES]
    return words_of(ticket) | {
        "id": ticket.job.id,
        "artwork": [artwork_words(each) for each in shown],
        "more_artwork": len(ticket.artwork) - len(shown),
    }


def _pictures(told: list[dict[str, Any]]) -> dict[str, bytes]:
    """The pictures of these tickets, by the names that their facts are given to call them."""
    pictures = {}
    for number, ticket in enumerate(told):
        ticket["code"] = f"code-{number}.svg"
        pictures[ticket["code"]] = code_of(floor_address(ticket["id"]))
        for place, artwork in enumerate(ticket["artwork"]):
            content = _content(artwork["key"])
            artwork["picture"] = f"art-{number}-{place}.webp" if content else ""
            pictures |= {artwork["picture"]: content} if content else {}
    return pictures


def _content(key: str) -> bytes:
    """The picture; nothing when there is none, or none any more: a ticket is printed without it."""
    try:
        return b"".join(storage().read(key)) if key else b""
    except Missing:
        return b""


def code_of(address: str) -> bytes:
    """The QR code of `address` as SVG, with the quiet zone that readers need."""
    drawn = io.BytesIO()
    segno.make_qr(address, error="m").save(drawn, kind="svg", border=4, scale=4)
    return drawn.getvalue()
