"""Addresses of the pages of invoices."""

from __future__ import annotations

from models.billing import Invoice, InvoiceLine


def issued(session, cast):
    """An issued invoice of Acme's job."""
    invoice = Invoice(customer=cast.acme, job=cast.job)
    invoice.lines = [InvoiceLine(description="Staff tees", quantity=25, unit_price="18.00")]
    session.add(invoice)
    session.flush()
    invoice.issue()
    session.commit()
    return invoice


def _paper(session, cast):
    return {"pk": issued(session, cast).id}


EXAMPLES = {"invoices_paper": _paper}
