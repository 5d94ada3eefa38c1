"""The paper of a quote: of one that was sent, from the facts that were kept then, or of one that is at work still."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from models.core import clock
from models.core.dates import full_day
from models.jobs import Job
from models.quoting import QuoteVersion, facts_of

from .. import logo
from ..look import look
from ..papers import Drawing, PaperOf, press_of
from ..tickets.printing import code_of
from ..tickets.words import text

_TEMPLATE: Final = Path(__file__).with_name("quote.typ")


def paper_of(version: QuoteVersion, accept_at: str = "") -> PaperOf:
    """What sets the quote as it was sent: always the same, but for the shop's look and the link.

    `accept_at` is where the customer answers it; empty when no link is open.
    """
    facts, sent = dict(version.facts), version.sent_at
    told = _told(facts, accept_at) | {"name": f"Quote {facts['number']}", "version": version.number}
    told |= {"dated": full_day(clock.shop_day(sent)), "is_draft": False}
    return _press(told, accept_at, sent)


def name_of(version: QuoteVersion) -> str:
    """Under which name its paper is saved, such as “J-1042-quote-1.pdf”."""
    return f"{version.facts['number']}-quote-{version.number}.pdf"


def draft_of(session: Session, job: Job) -> PaperOf:
    """What sets what the quote of `job` would say if it were sent now, marked as a draft."""
    facts, now = facts_of(session, job), clock.now()
    told = _told(facts, "") | {"name": f"Quote {facts['number']}", "version": 0}
    return _press(told | {"dated": full_day(clock.shop_day(now)), "is_draft": True}, "", now)


def _press(told: dict[str, Any], accept_at: str, at: dt.datetime) -> PaperOf:
    logo_name = look().logo
    pictures: dict[str, Drawing] = {"accept.svg": partial(code_of, accept_at)} if accept_at else {}
    ending = logo_name.rpartition(".")[2]
    if logo_name and logo.is_stored(logo_name):
        pictures[f"logo.{ending}"] = logo.path_of(logo_name).read_bytes()
        told["logo"] = f"logo.{ending}"
    return press_of(_TEMPLATE, told, at, pictures)


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
