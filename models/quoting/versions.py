"""Quotes as they were sent: every sending keeps what the paper says, which is printed from that alone ever after."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from ..core import clock
from ..core.base import Base
from ..core.doors import GIVEN_ONCE
from ..core.events import Event, on_verb
from ..core.types import Money, UtcDateTime
from ..core.visibility import PRICES
from ..jobs import Job, JobItem
from ..jobs.sizes import size_order
from .lines import QuoteLine, QuoteLineKind, words_of_the_rest
from .using import lines_of


class QuoteVersion(Base):
    """A quote as it was sent: the paper's facts, which nobody changes."""

    __tablename__ = "quote_versions"
    __audited__ = True
    __table_args__ = (sa.UniqueConstraint("job_id", "number"),)

    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id"), info=GIVEN_ONCE)
    number: Mapped[int] = mapped_column(info=GIVEN_ONCE, doc="1 is the first that was sent of the job.")
    sent_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, info=GIVEN_ONCE)
    expires_on: Mapped[dt.date | None] = mapped_column(sa.Date, info=GIVEN_ONCE)
    amount: Mapped[Decimal | None] = mapped_column(
        Money(), info=PRICES | GIVEN_ONCE | {"unit": "$"}, doc="Without sales tax."
    )
    facts: Mapped[dict[str, Any]] = mapped_column(
        sa.JSON, info=PRICES | GIVEN_ONCE, doc="What its paper says."
    )

    job: Mapped[Job] = relationship()

    def __str__(self) -> str:
        return f"Quote {self.number}"


@on_verb(Job, "send_quote")
def keep_what_is_sent(session: Session, event: Event) -> None:
    """Keep the quote as it goes out."""
    job: Job = event.subject
    before = sa.select(sa.func.count()).select_from(QuoteVersion).where(QuoteVersion.job_id == job.id)
    number = (session.scalar(before) or 0) + 1
    session.add(
        QuoteVersion(
            job_id=job.id,
            number=number,
            sent_at=clock.now(),
            expires_on=job.quote_expires_on,
            amount=job.quoted_amount,
            facts=facts_of(session, job),
        )
    )


def newest_version(session: Session, job_id: str) -> QuoteVersion | None:
    """The quote that the customer has, if one was sent."""
    mine = sa.select(QuoteVersion).where(QuoteVersion.job_id == job_id)
    return session.scalars(mine.order_by(QuoteVersion.number.desc()).limit(1)).first()


def facts_of(session: Session, job: Job) -> dict[str, Any]:
    """What the paper of the quote says now, as plain values; amounts as text with two decimals.

    Each item with its sizes and what a piece comes to, what is charged besides, and what makes it the quoted amount.
    """
    lines = lines_of(session, job.id)
    items = [_item(item) for item in job.items if item.quantity]
    fees = [_fee(line) for line in lines if line.kind in (QuoteLineKind.SET_UP, QuoteLineKind.RUSH)]
    told = [row["amount"] for row in (*items, *fees)]
    total = job.quoted_amount
    rest = None if total is None or None in told else total - sum(map(Decimal, told), Decimal(0))
    if rest:
        fees.append(
            {"text": words_of_the_rest(rest), "quantity": 1, "each": _money(rest), "amount": _money(rest)}
        )
    return {
        "number": job.number,
        "title": job.title,
        "customer": str(job.customer),
        "contact": str(job.contact) if job.contact else "",
        "due_on": job.due_on.isoformat() if job.due_on else "",
        "expires_on": job.quote_expires_on.isoformat() if job.quote_expires_on else "",
        "is_rush": job.is_rush,
        "items": items,
        "fees": fees,
        "total": _money(total),
    }


def _item(item: JobItem) -> dict[str, Any]:
    each = item.unit_price
    product = str(item.product) if item.product else ""
    sizes = sorted(item.sizes, key=lambda size: size_order(size.size))
    return {
        "name": str(item),
        "about": [*([product] if product and product != str(item) else []), *map(str, item.decorations)],
        "sizes": [[size.size, size.quantity] for size in sizes if size.quantity],
        "quantity": item.quantity,
        "each": _money(each),
        "amount": _money(None if each is None else each * item.quantity),
    }


def _fee(line: QuoteLine) -> dict[str, Any]:
    each, amount = _money(line.unit_price), _money(line.amount)
    return {"text": line.text, "quantity": line.quantity, "each": each, "amount": amount}


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"
