"""Alerts of the program's own parts: what fails again and again needs somebody."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core.dates import full_moment
from ..reports import Report
from ..reports.kinds import ReportStatus
from .declared import ALERT_RULES, Reading, alert_rule
from .kinds import AlertType
from .rules import AlertRule


@alert_rule(
    "reports_failed",
    "Reports that are not made",
    AlertType.SYSTEM,
    subject="reports",
    threshold="2",
    clears_at="0",
    critical_at="10",
    unit="attempts",
    way="Open the report",
)
def reports_failed(session: Session) -> Iterator[Reading]:
    """A report whose period is over could not be made several times. It is tried again by itself, ever less often."""
    failed = sa.select(Report).where(Report.status == ReportStatus.FAILED).order_by(Report.id)
    for report in session.scalars(failed):
        again = f" It is tried again on {full_moment(report.next_try_at)}." if report.next_try_at else ""
        yield Reading(
            subject_id=report.id,
            name=str(report),
            actual=Decimal(report.attempts),
            title=f"{report} could not be made",
            message=f"Making {report} failed {report.attempts} times ({report.error}).{again}",
            data={"Attempts": str(report.attempts), "Why": report.error or ""},
            address=f"/reports/{report.id}/",
        )


@alert_rule(
    "rules_failed",
    "Rules that cannot be checked",
    AlertType.SYSTEM,
    subject="alert_rules",
    threshold="0",
    clears_at="0",
    critical_at="12",
    unit="attempts",
    way="Open the rule",
)
def rules_failed(session: Session) -> Iterator[Reading]:
    """A rule of these alerts could not be checked: what it would tell of is not told. The other rules are checked."""
    failing = sa.select(AlertRule).where(AlertRule.failures > 0, AlertRule.is_on.is_(True))
    for rule in session.scalars(failing.order_by(AlertRule.name)):
        about = ALERT_RULES[rule.name].about if rule.name in ALERT_RULES else ""
        yield Reading(
            subject_id=rule.id,
            name=rule.title,
            actual=Decimal(rule.failures),
            title=f"“{rule.title}” cannot be checked",
            message=f"“{rule.title}” could not be checked: {rule.error} The other rules are checked, and this one is"
            " tried again every minute. If it stays so, tell whoever looks after the program.",
            data={"What it tells of": about, "Failures": str(rule.failures), "Why": rule.error or ""},
            address=f"/alert_rules/show/{rule.id}",
        )
