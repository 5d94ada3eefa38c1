"""What is spent, with its receipt and the line of the tax return on which it stands."""

from .expense import Expense
from .kinds import ExpenseKind
from .receipts import ReceiptFile
from .schedule_c import lay_out_tax_lines
from .tax_lines import TaxLine

__all__ = ["Expense", "ExpenseKind", "ReceiptFile", "TaxLine", "lay_out_tax_lines"]
