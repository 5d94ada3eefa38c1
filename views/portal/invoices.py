"""A customer's invoices: on the page of their job, all together, and each as PDF."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from models.billing import ISSUED, Invoice
from models.core.base import db
from models.jobs import Job
from tasks.invoices import paper_of

from ..public_job.invoices import bill_of, issued_of, sent
from .door import VIEWER, page
from .frame import job_card, render
from .visitor import Visitor, theirs, visitor

MOST: Final = 200
"""Invoices on the page of all of them, the newest first."""


@page("/invoices/", who=VIEWER)
def every() -> ResponseReturnValue:
    """All that was invoiced, the newest first."""
    mine = sa.select(Invoice).where(Invoice.customer_id == visitor().customer_id, Invoice.status.in_(ISSUED))
    found = db.session.scalars(mine.order_by(Invoice.id.desc()).limit(MOST))
    return render("portal/invoices.html", bills=[bill_of(each, _paper(each.id)) for each in found])


@page("/invoices/<pk>/invoice.pdf", who=VIEWER)
def paper(pk: str) -> ResponseReturnValue:
    """One of them as PDF; a draft is not there."""
    invoice = theirs(Invoice, pk)
    if not invoice.is_issued:
        abort(404)
    name, press = f"{invoice.number}.pdf", paper_of(invoice)
    db.session.rollback()
    return sent(name, press)


@job_card(place="side", position=20)
def card(job: Job, _inside: Visitor) -> Markup | None:
    """What was invoiced for the job."""
    bills = issued_of(db.session(), job, _paper)
    if not bills:
        return None
    return Markup(render_template("public_job/invoices.html", bills=bills))  # noqa: S704 - a template of ours


def _paper(pk: str) -> str:
    return url_for("portal.invoices_paper", pk=pk)
