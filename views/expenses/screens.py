"""The grids, forms and REST resources of expenses, receipts and the lines of the tax return."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, redirect, request, url_for
from flask_appbuilder import expose

from models.core.base import db
from models.core.errors import RuleBroken
from models.core.roles import BOOKKEEPER, MANAGER
from models.expenses import Expense, ReceiptFile, TaxLine
from tasks import receipts

from ..core.access.person import needs
from ..core.pages.writing import attempt
from ..core.screen import Screen, screen
from ..files.sending import disposition
from ..files.words import size_of


@screen("Expenses", category="Money", icon="credit-card", write={MANAGER, BOOKKEEPER})
class ExpenseScreen(Screen, model=Expense):
    """Money spent."""

    list_columns = [
        "spent_on",
        "description",
        "kind",
        "amount",
        "supplier",
        "job",
        "tax_line",
        "receipt_file",
    ]
    form_columns = ["description", "kind", "amount", "spent_on", "supplier", "job", "tax_line", "notes"]
    headings = {"receipt_file": "Receipt"}
    quick = ["description", "kind", "supplier"]
    show_template = "expenses/show.html"

    @expose("/<pk>/receipt")
    @needs("show")
    def receipt(self, pk: str) -> Response:
        """The photo or PDF of its receipt."""
        kept = self.find(pk).receipt_file or abort(404)
        try:
            content = receipts.content_of(kept)
        except LookupError:
            abort(404, "The storage has lost this receipt.")
        answer = Response(content, mimetype=kept.mime_type)
        answer.headers["Cache-Control"] = "private, no-cache"
        answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
        if not kept.mime_type.startswith("image/"):
            answer.headers["Content-Disposition"] = disposition(kept.file_name)
        return answer

    @expose("/<pk>/receipt", methods=["POST"])
    @needs("edit")
    def keep_receipt(self, pk: str) -> Any:
        """Keep the photo or PDF that was chosen."""
        refusal = attempt(lambda: _keep_receipt(self.find(pk)))
        if refusal is not None:
            return self.show_row(self.find(pk), refusal)
        flash("The receipt is kept.", "success")
        return redirect(url_for("ExpenseScreen.show", pk=pk), 303)


def _keep_receipt(expense: Expense) -> None:
    chosen = request.files.get("receipt")
    if chosen is None or not chosen.filename:
        raise RuleBroken("No receipt was kept: choose a photo or a PDF first.")
    content = chosen.stream.read(receipts.LARGEST + 1)
    expense.attach_receipt(receipts.keep(db.session(), content, chosen.filename).id)


@screen("Tax lines", category="Money", icon="list", detail=True, write={MANAGER, BOOKKEEPER})
class TaxLineScreen(Screen, model=TaxLine):
    """The lines of the tax return, for each year."""

    list_columns = ["year", "form", "line", "title", "default_for"]
    named_by = ["line", "title"]


@screen("Expense receipts", category="Money", icon="file-text", detail=True, read={MANAGER, BOOKKEEPER})
class ReceiptFileScreen(Screen, model=ReceiptFile):
    """Photos and PDFs of receipts."""

    list_columns = ["file_name", "mime_type", "file_size", "created_at"]
    formats = {"file_size": size_of}
