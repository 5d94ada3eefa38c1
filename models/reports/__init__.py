"""Reports: made by themselves when their period is over, kept as they were sent, mailed to who subscribed."""

from .asking import ask_for
from .contents import Column, Contents, Table
from .declared import COST_READERS, REPORTS, Declaration, report
from .due import lay_out_due, waiting
from .kinds import ReportKind, ReportStatus
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
    "Column",
    "Contents",
    "Declaration",
    "Report",
    "ReportKind",
    "ReportStatus",
    "ReportSubscription",
    "Table",
    "ask_for",
    "lay_out_due",
    "lay_out_subscriptions",
    "may_read",
    "report",
    "subscribe",
    "subscribed_by",
    "subscribers",
    "waiting",
]
