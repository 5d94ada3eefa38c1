"""Reports of a shop of the past: its first job, the clock's hour, and no other reports than those a test asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.core import clock
from models.jobs import Job
from models.reports import REPORTS, Report, ReportKind
from tasks import reports

CHICAGO: Final = ZoneInfo("America/Chicago")


def at(*moment: int) -> AbstractContextManager[Any]:
    """The shop's wall clock shows this."""
    year, month, day, *rest = moment
    return clock.told_time(dt.datetime(year, month, day, *rest, tzinfo=CHICAGO))


@contextmanager
def only(*kinds: ReportKind) -> Iterator[None]:
    """Have no other reports than these, so that making them takes no longer than it must."""
    hidden = {kind: REPORTS.pop(kind) for kind in list(REPORTS) if kind not in kinds}
    try:
        yield
    finally:
        REPORTS.update(hidden)


def opened(session: Session, *moment: int) -> None:
    """The shop's first job is of this moment."""
    with at(*moment):
        anew = sa.update(Job).values(created_at=clock.now())
        session.execute(anew.execution_options(deliberate="a shop of the past"))
        session.commit()


def made(session: Session, kind: ReportKind, *periods: str) -> list[Report]:
    """The reports of these periods, made by themselves as at the clock's hour; no other kind."""
    with only(kind):
        reports.make_reports(session)
    chosen = sa.select(Report).where(Report.kind == kind, Report.period.in_(periods))
    found = {row.period: row for row in session.scalars(chosen)}
    return [found[period] for period in periods]
