"""Reports as they are listed: the latest of each kind, all of a kind in pages, and the editions of one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from .kinds import ReportKind
from .report import Report

PAGE: Final = 25
"""Reports on a page."""

_LATEST_FIRST: Final = (Report.last_day.desc(), Report.first_day, Report.edition.desc(), Report.id)


def latest(session: Session, kinds: Collection[ReportKind], most: int) -> dict[ReportKind, list[Report]]:
    """The `most` latest reports of each of `kinds`, editions included, the latest period first. One statement."""
    place = sa.func.row_number().over(partition_by=Report.kind, order_by=_LATEST_FIRST).label("place")
    placed = sa.select(Report.id, place).where(Report.kind.in_(kinds)).subquery()
    chosen = sa.select(Report).join(placed, placed.c.id == Report.id).where(placed.c.place <= most)
    found: dict[ReportKind, list[Report]] = {kind: [] for kind in kinds}
    for row in session.scalars(chosen.order_by(*_LATEST_FIRST)):
        found[row.kind].append(row)
    return found


def page_of(session: Session, kind: ReportKind, number: int) -> Sequence[Report]:
    """The reports of `kind` on the page with this number, from 1 on, the latest first."""
    chosen = _of(kind).order_by(*_LATEST_FIRST).offset((number - 1) * PAGE).limit(PAGE)
    return session.scalars(chosen).all()


def pages_of(session: Session, kind: ReportKind) -> int:
    """How many pages there are of `kind`; at least one."""
    count = session.scalar(sa.select(sa.func.count()).select_from(_of(kind).subquery())) or 0
    return max(1, -(-count // PAGE))


def editions_of(session: Session, report: Report) -> Sequence[Report]:
    """`report` and the others of its kind and period, the latest edition first."""
    same = _of(report.kind).where(Report.period == report.period)
    return session.scalars(same.order_by(Report.edition.desc())).all()


def _of(kind: ReportKind) -> sa.Select[Any]:
    return sa.select(Report).where(Report.kind == kind)
