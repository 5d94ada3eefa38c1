"""Jobs that were worked on and invoiced, for tests of what they earn."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.billing import Expense, ExpenseKind, Invoice, InvoiceKind, InvoiceLine
from models.catalog import Product
from models.core.events import Fact, record
from models.jobs import DecorationMethod, Job, JobItem, JobItemDecoration
from models.profit import refresh


def sold(
    session: Session,
    customer: Any,
    *items: tuple[Product | None, int, str | None, tuple[DecorationMethod, ...]],
    quoted: str = "100.00",
    costs: str = "60.00",
    title: str = "Team tees",
) -> Job:
    """An accepted job of items (product, pieces, price, methods) with an expense, committed."""
    job = Job(title=title, customer=customer, quoted_amount=Decimal(quoted))
    for product, pieces, price, methods in items:
        item = JobItem(product=product, quantity=pieces, unit_price=price and Decimal(price))
        item.decorations = [JobItemDecoration(decoration_method=method) for method in methods]
        job.items.append(item)
    session.add(job)
    session.commit()
    job.accept_quote()
    if Decimal(costs):
        session.add(spent(job, costs))
    session.commit()
    return job


def spent(job: Job, amount: str, day: dt.date = dt.date(2026, 11, 16)) -> Expense:
    """An expense of the job, not added."""
    return Expense(
        description="Patches", kind=ExpenseKind.OTHER, amount=Decimal(amount), spent_on=day, job_id=job.id
    )


def invoiced(session: Session, job: Job, amount: str, day: dt.date) -> Invoice:
    """The job's final invoice as it stands once it is issued on `day`, committed."""
    invoice = Invoice(customer_id=job.customer_id, job_id=job.id, kind=InvoiceKind.FINAL)
    invoice.lines = [InvoiceLine(description="Tees", quantity=Decimal(1), unit_price=Decimal(amount))]
    session.add(invoice)
    session.commit()
    put = {"status": "ISSUED", "issued_on": day, "number": f"I-{invoice.id[-12:]}"}
    statement = sa.update(Invoice).where(Invoice.id == invoice.id).values(**put)
    session.execute(statement.execution_options(deliberate="a past that a test needs"))
    session.expire(invoice)
    values = {"job_id": job.id, **put}
    record(session, Fact(Invoice, invoice.id, "changed", values, {"status": "DRAFT", "issued_on": None}))
    session.commit()
    return invoice


def sold_tees(session: Session, customer: Any, pieces: int, day: dt.date, **more: Any) -> Invoice:
    """The final invoice of `day` of a job of so many T-shirts at $10 each, committed."""
    tee = session.scalars(sa.select(Product).filter_by(name="T-shirt")).one()
    item = (tee, pieces, "10.00", (DecorationMethod.DTF,))
    return invoiced(session, sold(session, customer, item, **more), f"{pieces * 10}.00", day)


def up_to_date(session: Session) -> None:
    """Bring margins and sums up to date, committed."""
    while not refresh(session):
        session.commit()
    session.commit()
