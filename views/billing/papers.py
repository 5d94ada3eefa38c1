"""An invoice as PDF, for whoever reads invoices."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask_appbuilder import expose

from tasks.invoices import paper_of

from ..core.access.person import needs
from ..core.papers import paper_sent


class InvoicePapers:
    """`/invoices/<id>/invoice.pdf`."""

    @expose("/<pk>/invoice.pdf")
    @needs("show")
    def paper(self: Any, pk: str) -> Response:
        """The invoice, deposit or credit note; a draft says that it is one."""
        invoice = self.find(pk)
        return paper_sent(paper_of(invoice), f"{invoice.number or 'draft'}.pdf")
