"""What a bookkeeper looks at before a month or a year is closed: what is still open, and what was spent."""

from . import matters
from .periods import Period, period_named
from .tax_report import Standing, TaxReport, tax_report

__all__ = ["Period", "Standing", "TaxReport", "matters", "period_named", "tax_report"]
