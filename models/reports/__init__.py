"""Reports: made by themselves when their period is over, kept as they were sent, mailed to who subscribed."""

from .asking import WRITTEN, another_edition, ask_for, why_no_other
from .contents import Column, Contents, Table
from .declared import COST_READERS, REPORTS, Declaration, report
from .due import lay_out_due, waiting
from .kinds import ReportKind, ReportStatus
from .listing import editions_of, latest, page_of, pages_of
from .report import BELL, Report
from .subscriptions import (
    ReportSubscription,
    lay_out_subscriptions,
    may_read,
    subscribe,
    subscribed_by,
    subscribers,
)

__all__ = [
    "BELL",
    "COST_READERS",
    "REPORTS",
    "WRITTEN",
    "Column",
    "Contents",
    "Declaration",
    "Report",
    "ReportKind",
    "ReportStatus",
    "ReportSubscription",
    "Table",
    "another_edition",
    "ask_for",
    "editions_of",
    "latest",
    "lay_out_due",
    "lay_out_subscriptions",
    "may_read",
    "page_of",
    "pages_of",
    "report",
    "subscribe",
    "subscribed_by",
    "subscribers",
    "waiting",
    "why_no_other",
]
