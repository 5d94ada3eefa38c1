"""The form of a quote, for the page that a link opens and for the portal: what it shows and what it sends."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any, Final

from flask import abort, request
from sqlalchemy.orm import Session

from models.core.dates import short_day
from models.jobs import Job
from models.portal import why_no_answer
from models.quoting import newest_version

from .page import page_of

LONGEST_NAME: Final = 120
LONGEST_REASON: Final = 500


def shown(session: Session, job: Job) -> dict[str, Any]:
    """What the page of a quote shows: the job, the price, until when, and why it cannot be answered, if so."""
    return {
        "page": page_of(session, job),
        "price": money(job.quoted_amount) if job.quoted_amount is not None else "",
        "amount": "" if job.quoted_amount is None else str(job.quoted_amount),
        "until": short_day(job.quote_expires_on) if job.quote_expires_on else "",
        "why_not": why_no_answer(job),
        "has_paper": newest_version(session, job.id) is not None,
    }


def sent() -> dict[str, Any]:
    """What its form says: the answer, the typed name, the price that was on the page, the reason; 400 if malformed."""
    deed = request.form.get("answer", "")
    if deed not in ("accept", "decline"):
        abort(400)
    return {
        "accepted": deed == "accept",
        "name": request.form.get("name", "")[:LONGEST_NAME],
        "amount": _amount(request.form.get("amount", "")),
        "reason": request.form.get("reason", "").strip()[:LONGEST_REASON],
    }


def money(amount: Decimal) -> str:
    """Such as “$1,837.50”."""
    return f"${amount:,.2f}"


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text[:20]) if text else None
    except InvalidOperation:
        abort(400)
    if amount is not None and not amount.is_finite():  # some that are no numbers cannot even be compared
        abort(400)
    return amount
