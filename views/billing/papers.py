"""An invoice as PDF, for whoever reads invoices."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response
from flask_appbuilder import expose

from models.billing import Invoice
from models.core.base import db
from tasks.invoices import paper_of

from ..core.access.person import needs


class InvoicePapers:
    """`/invoices/<id>/invoice.pdf`."""

    @expose("/<pk>/invoice.pdf")
    @needs("show")
    def paper(self: Any, pk: str) -> Response:
        """The invoice, deposit or credit note; a draft says that it is one."""
        return sent(self.find(pk))


def sent(invoice: Invoice) -> Response:
    """The PDF of `invoice`. Ends the transaction before it is set: that holds nobody up."""
    name, press = f"{invoice.number or 'draft'}.pdf", paper_of(invoice)
    db.session.rollback()
    answer = make_response(press())
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
