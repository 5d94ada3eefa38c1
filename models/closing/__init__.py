"""What a bookkeeper looks at before a month or a year is closed: what is still open, and what was spent."""

from . import matters
from .tax_report import Standing, TaxReport, tax_report

__all__ = ["Standing", "TaxReport", "matters", "tax_report"]
