"""The grids, forms and REST resources of expenses, receipts and the lines of the tax return."""

from __future__ import annotations

from models.core.roles import BOOKKEEPER, MANAGER
from models.expenses import Expense, ReceiptFile, TaxLine

from ..core.screen import Screen, screen
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
    quick = ["description", "kind", "supplier", "tax_line"]


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
