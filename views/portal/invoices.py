"""A customer's invoices: on the page of their job, all together, and each as PDF."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from flask import abort, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from models.billing import ISSUED, Invoice
from models.core.base import db
from tasks.invoices import paper_of

from ..core.papers import paper_sent
from ..public_job.invoices import bill_of
from .door import VIEWER, page
from .frame import render
from .visitor import theirs, visitor

MOST: Final = 200
"""Invoices on the page of all of them, the newest first."""


@page("/invoices/", who=VIEWER)
def every() -> ResponseReturnValue:
    """All that was invoiced, the newest first."""
    mine = sa.select(Invoice).where(Invoice.customer_id == visitor().customer_id, Invoice.status.in_(ISSUED))
    newest = mine.order_by(Invoice.id.desc()).limit(MOST).options(joinedload(Invoice.credits))
    bills = [bill_of(each) for each in db.session.scalars(newest)]
    return render("portal/invoices.html", bills=bills, paper_of=address_of)


@page("/invoices/<pk>/invoice.pdf", who=VIEWER)
def paper(pk: str) -> ResponseReturnValue:
    """One of them as PDF; a draft is not there."""
    invoice = theirs(Invoice, pk)
    if not invoice.is_issued:
        abort(404)
    return paper_sent(paper_of(invoice), f"{invoice.number}.pdf")


def address_of(pk: str) -> str:
    """Where the paper of the invoice with this id is."""
    return url_for("portal.invoices_paper", pk=pk)
