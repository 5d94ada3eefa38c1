"""Which reports there are, and where one stands."""

from __future__ import annotations

import enum


class ReportKind(enum.StrEnum):
    """What a report tells of. What it says, when and to whom is declared in `tasks/reports/`."""

    MONTHLY_PROFITABILITY = "MONTHLY_PROFITABILITY"
    WEEKLY_PRODUCTION = "WEEKLY_PRODUCTION"
    MATERIAL_REORDER = "MATERIAL_REORDER"
    TIMESHEETS = "TIMESHEETS"
    SALES_TAX = "SALES_TAX"


class ReportStatus(enum.StrEnum):
    """Where a report stands. FAILED means that making it went wrong: it is tried again later."""

    DUE = "DUE"
    MADE = "MADE"
    FAILED = "FAILED"
