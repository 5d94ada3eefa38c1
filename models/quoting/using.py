"""Taking a price over: the items get their prices, the job its quoted amount, and what explains it is kept."""

from __future__ import annotations

from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from ..core.errors import RuleBroken
from ..core.events import Event, on_verb
from ..jobs import Job, JobItem, JobItemSize
from .calculator import Calculation, Line, calculate
from .lines import QuoteLine, QuoteLineKind, words_of_the_rest
from .prices import load_prices


@on_verb(Job, "use_price")
def take_price_over(session: Session, event: Event) -> None:
    """Write the price of the table, or the one that was agreed on, with what explains it."""
    use_price(session, event.subject, event.details.get("price"))


def use_price(session: Session, job: Job, price: Decimal | None = None) -> Calculation:
    """Quote `job`, whose row is held, by the price table; flushed.

    With `price` that is quoted, and the difference is a line of its own. RuleBroken while the table has no price for
    something in it.
    """
    worked_out = priced(session, job)
    if worked_out.gaps:
        raise RuleBroken(f"No price was used. {' '.join(worked_out.gaps)}")
    lines = list(worked_out.lines)
    if price is not None and price != worked_out.amount:
        rest = price - worked_out.amount
        lines.append(Line(QuoteLineKind.ADJUSTMENT, words_of_the_rest(rest), 1, rest))
    for item in job.items:
        if worked_out.of(item):
            item.unit_price = worked_out.unit_price(item)
    job.quoted_amount = sum((line.amount for line in lines), Decimal(0))
    _keep(session, job, lines)
    return worked_out


def priced(session: Session, job: Job) -> Calculation:
    """What `job` is sold for by the shop's table as both stand now."""
    session.flush()
    items = sa.select(JobItem).where(JobItem.job_id == job.id)
    loaded = items.options(
        selectinload(JobItem.decorations), selectinload(JobItem.sizes).joinedload(JobItemSize.material)
    )
    session.scalars(loaded).all()  # held by the session while it calculates
    return calculate(job, load_prices(session))


def _keep(session: Session, job: Job, lines: list[Line]) -> None:
    for old in session.scalars(sa.select(QuoteLine).where(QuoteLine.job_id == job.id).order_by(QuoteLine.id)):
        session.delete(old)
    session.flush()
    for position, line in enumerate(lines):
        session.add(
            QuoteLine(
                job_id=job.id,
                job_item_id=line.item.id if line.item else None,
                position=position,
                kind=line.kind,
                text=line.text[:500],
                quantity=line.quantity,
                unit_price=line.unit_price,
                amount=line.amount,
            )
        )
    session.flush()


def lines_of(session: Session, job_id: str) -> list[QuoteLine]:
    """The lines that explain what the job was quoted, in their order; none when nobody used the table."""
    mine = sa.select(QuoteLine).where(QuoteLine.job_id == job_id)
    return list(session.scalars(mine.order_by(QuoteLine.position)))
