"""Which reports are due: of every period that is over and has none yet, however long the clock was off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..core.events import ring
from ..core.periods import Period, PeriodKind, period_of
from ..metrics.keeping import first_day
from .declared import REPORTS, Declaration
from .kinds import ReportStatus
from .report import BELL, Report

LONGEST_GAP: Final = dt.timedelta(days=366)
"""Nothing older is made by itself."""


def lay_out_due(session: Session) -> int:
    """Write a row for every report that is due and has none; how many there were. Does not commit."""
    opened, today = first_day(session), clock.shop_day()
    if opened is None:
        return 0
    first_editions = sa.select(Report.kind, Report.period).where(Report.edition == 1)
    known = {(kind, period) for kind, period in session.execute(first_editions)}
    kept = _earliest(session)
    missing = [
        (each, period)
        for each in REPORTS.values()
        for kind in each.periods
        for period in _periods(each, kind, opened, today, kept.get((each.kind, kind)))
        if (each.kind, period.key) not in known
    ]
    session.add_all(row_of(each, period) for each, period in missing)
    if missing:
        ring(session, BELL)
    return len(missing)


def row_of(
    declared: Declaration, period: Period, *, edition: int = 1, mail: bool = True, asked_by: str | None = None
) -> Report:
    """A report that is to be made."""
    return Report(
        kind=declared.kind,
        period=period.key,
        period_kind=period.kind,
        first_day=period.first,
        last_day=period.last,
        edition=edition,
        title=declared.title,
        is_mailed=mail,
        asked_by=asked_by,
    )


def waiting(session: Session, *, for_at_least: dt.timedelta = dt.timedelta()) -> list[str]:
    """The ids of the reports that are to be made, and were `for_at_least` so long ago: the oldest periods first."""
    by_then = clock.now() - for_at_least
    ready = sa.or_(
        sa.and_(Report.status == ReportStatus.DUE, Report.updated_at <= by_then),
        sa.and_(Report.status == ReportStatus.FAILED, Report.next_try_at <= by_then),
    )
    return list(session.scalars(sa.select(Report.id).where(ready).order_by(Report.first_day, Report.id)))


def _earliest(session: Session) -> dict[tuple[object, object], dt.date]:
    """Since when there are reports of each kind, by the kind of their periods."""
    grouped = sa.select(Report.kind, Report.period_kind, sa.func.min(Report.first_day))
    rows = session.execute(grouped.where(Report.asked_by.is_(None)).group_by(Report.kind, Report.period_kind))
    return {(kind, period_kind): day for kind, period_kind, day in rows}


def _periods(
    declared: Declaration, kind: PeriodKind, opened: dt.date, today: dt.date, since: dt.date | None
) -> Iterator[Period]:
    """The periods of which there should be a report by now, the latest first."""
    present = period_of(today, kind)
    if declared.is_of_now:
        yield present
        return
    period = present.before()
    for _ in range(declared.back_fill):
        since = min(since or period.first, period.first)
        period = period.before()
    period, oldest = present.before(), max(opened, today - LONGEST_GAP)
    while since is not None and period.last >= oldest and period.first >= since:
        yield period
        period = period.before()
