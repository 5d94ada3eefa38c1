"""The rows of reports, for who may read all of them, and who gets which by mail."""

from __future__ import annotations

from models.core.roles import BOOKKEEPER, MANAGER
from models.reports import Report, ReportSubscription

from ..core.screen import Screen, screen


@screen("Kept reports", category="Insight", icon="file-text", detail=True, read={MANAGER, BOOKKEEPER})
class ReportScreen(Screen, model=Report):
    """Every report and edition: when it was made, and by whom it was asked for."""

    base_order = ("first_day", "desc")
    list_columns = ["title", "period", "edition", "status", "made_at", "asked_by", "error"]
    show_columns = [
        *("title", "kind", "period", "edition", "status", "summary", "made_at", "asked_by", "is_mailed"),
        *("pdf_size", "pdf_sha256", "xlsx_size", "xlsx_sha256", "attempts", "next_try_at", "error"),
    ]
    search_columns = ["kind", "title", "period", "period_kind", "first_day", "edition", "status", "made_at"]
    headings = {
        "error": "Why not",
        "made_at": "Made",
        "pdf_sha256": "PDF SHA-256",
        "xlsx_sha256": "XLSX SHA-256",
    }


@screen("Report subscriptions", category="Insight", icon="mail", detail=True, read={MANAGER})
class ReportSubscriptionScreen(Screen, model=ReportSubscription):
    """Who gets which report by mail. Everybody chooses for themselves on the page of reports."""

    list_columns = ["user", "kind", "is_active", "since"]
