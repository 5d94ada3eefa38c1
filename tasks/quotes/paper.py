"""The paper of a quote: of one that was sent, from the facts that were kept then, or of one that is at work still."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from models.core import clock
from models.core.dates import full_day
from models.jobs import Job
from models.quoting import QuoteVersion, facts_of

from .. import logo
from ..look import look
from ..tickets.printing import code_of
from ..tickets.words import text
from ..typesetting import typeset

_TEMPLATE: Final = Path(__file__).with_name("quote.typ")


def paper_of(session: Session, version: QuoteVersion, accept_at: str = "") -> bytes:
    """The quote as it was sent, as the bytes of a PDF: always the same, but for the shop's look and the link.

    `accept_at` is where the customer answers it; empty when no link is open. Ends the transaction of `session` before
    anything is drawn.
    """
    facts, sent = dict(version.facts), version.sent_at
    told = _told(facts, accept_at) | {"name": f"Quote {facts['number']}", "version": version.number}
    session.rollback()
    return _typeset(told | {"dated": full_day(clock.shop_day(sent)), "is_draft": False}, accept_at, sent)


def draft_of(session: Session, job: Job) -> bytes:
    """What the quote of `job` would say if it were sent now, marked as a draft."""
    facts, now = facts_of(session, job), clock.now()
    told = _told(facts, "") | {"name": f"Quote {facts['number']}", "version": 0}
    session.rollback()
    return _typeset(told | {"dated": full_day(clock.shop_day(now)), "is_draft": True}, "", now)


def _typeset(told: dict[str, Any], accept_at: str, at: dt.datetime) -> bytes:
    shown = look()
    pictures = {"accept.svg": code_of(accept_at)} if accept_at else {}
    ending = shown.logo.rpartition(".")[2]
    if shown.logo and logo.is_stored(shown.logo):
        pictures[f"logo.{ending}"] = logo.path_of(shown.logo).read_bytes()
        told["logo"] = f"logo.{ending}"
    return typeset(_TEMPLATE, told | {"shop": shown.name, "accent": shown.accent}, at=at, pictures=pictures)


def _told(facts: Mapping[str, Any], accept_at: str) -> dict[str, Any]:
    """The facts as the paper spells them."""
    return {
        "logo": "",
        "number": facts["number"],
        "title": text(facts["title"]),
        "customer": text(facts["customer"]),
        "contact": text(facts["contact"]),
        "due": _day(facts["due_on"]),
        "expires": _day(facts["expires_on"]),
        "is_rush": facts["is_rush"],
        "items": [_item(each) for each in facts["items"]],
        "fees": [_fee(each) for each in facts["fees"]],
        "total": _dollars(facts["total"]),
        "accept_at": accept_at,
    }


def _item(item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": text(item["name"]),
        "about": [text(each) for each in item["about"]],
        "sizes": "  ·  ".join(f"{text(size)} {quantity:,}" for size, quantity in item["sizes"]),
        "quantity": f"{item['quantity']:,}",
        "each": _dollars(item["each"]),
        "amount": _dollars(item["amount"]),
    }


def _fee(fee: Mapping[str, Any]) -> dict[str, str]:
    several = fee["quantity"] != 1
    return {
        "text": text(fee["text"]),
        "quantity": f"{fee['quantity']:,}" if several else "",
        "each": _dollars(fee["each"]) if several else "",
        "amount": _dollars(fee["amount"]),
    }


def _dollars(amount: str | None) -> str:
    """Such as “$1,837.50”; empty where there is none."""
    if amount is None:
        return ""
    value = Decimal(amount)
    return f"{'−' if value < 0 else ''}${abs(value):,.2f}"


def _day(told: str) -> str:
    return full_day(dt.date.fromisoformat(told)) if told else ""
