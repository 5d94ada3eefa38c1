"""Having a report made by hand: of a past period, or once more after a late fact."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ..core import clock
from ..core.actor import current_actor
from ..core.base import lock, session_of
from ..core.dates import full_day
from ..core.errors import NotAllowed, RuleBroken
from ..core.events import ring
from ..core.periods import Period, PeriodKind, period_named, period_of
from ..metrics.keeping import first_day
from .declared import REPORTS, Declaration
from .due import row_of
from .kinds import ReportKind
from .report import BELL, Report

MOST_EDITIONS: Final = 20
"""Of one report: each is kept for ever."""

WRITTEN: Final = {
    PeriodKind.DAY: "a day such as 2026-11-22",
    PeriodKind.WEEK: "a week such as 2026-W47",
    PeriodKind.MONTH: "a month such as 2026-10",
    PeriodKind.QUARTER: "a quarter such as 2026-Q3",
    PeriodKind.YEAR: "a year such as 2026",
}
"""How a period of each kind is asked for."""

_UNDER_WAY: Final = "{} is being made already: it will be here in a minute."


def ask_for(session: Session, kind: ReportKind, text: str, *, mail: bool = False) -> Report:
    """Have a report made of the period that is written in `text`; another edition where there is one. Not committed.

    RuleBroken with a sentence for what is no period, has not ended, or cannot be told of any more; NotAllowed for who
    may not read it.
    """
    declared = REPORTS[kind]
    if not declared.is_for(current_actor()):
        raise NotAllowed(f"{declared.title} is not for your role.")
    period = _period(session, declared, text.strip())
    of_period = sa.select(Report).where(Report.kind == kind, Report.period == period.key)
    newest = session.scalars(of_period.order_by(Report.edition.desc()).limit(1)).first()
    if newest is None:
        return _add(session, declared, period, 1, mail)
    return another_edition(newest, mail=mail)


def another_edition(report: Report, *, mail: bool) -> Report:
    """Have the same report made once more, beside those that there are.

    RuleBroken while one is being made, for what told how things stood then, and when there are too many.
    """
    if told := why_no_other(report):
        raise RuleBroken(told)
    session, declared = session_of(report), REPORTS[report.kind]
    every = sa.select(Report).where(Report.kind == report.kind, Report.period == report.period)
    editions = session.scalars(every.order_by(Report.edition)).all()
    lock(editions[0])  # two who ask at once take turns
    newest = session.scalars(
        every.order_by(Report.edition.desc()).limit(1).execution_options(populate_existing=True)
    ).one()
    if not newest.is_made:
        raise RuleBroken(_UNDER_WAY.format(newest))
    if newest.edition >= MOST_EDITIONS:
        raise RuleBroken(
            f"No report was made: there are {MOST_EDITIONS} editions of {report.of}, and no more fit."
        )
    return _add(session, declared, report.of, newest.edition + 1, mail)


def why_no_other(report: Report) -> str:
    """Why no other edition can be made of the period of `report`, whatever its editions; empty when one can."""
    declared = REPORTS[report.kind]
    return _why_not_present(declared, report.of) if declared.is_of_now else ""


def _add(session: Session, declared: Declaration, period: Period, edition: int, mail: bool) -> Report:
    asked_by = current_actor().name
    row = row_of(declared, period, edition=edition, mail=mail, asked_by=asked_by)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # somebody else, or the clock, was first
        raise RuleBroken(_UNDER_WAY.format(row)) from None
    ring(session, BELL)
    return row


def _period(session: Session, declared: Declaration, text: str) -> Period:
    try:
        period = period_named(text)
    except ValueError as refusal:
        raise RuleBroken(f"No report was made. {refusal}") from None
    if period.kind not in declared.periods:
        wanted = " or ".join(WRITTEN[kind] for kind in declared.periods)
        raise RuleBroken(f"No report was made: {declared.title} is of {wanted}, not of {period.key}.")
    if declared.is_of_now:
        return _present(declared, period)
    today, opened = clock.shop_day(), first_day(session)
    if period.last >= today:
        before = period_of(today, period.kind).before()
        raise RuleBroken(
            f"No report was made: {period} ends on {full_day(period.last)}. The latest that is over is {before.key}."
        )
    if opened is None or period.last < opened:
        since = f"the shop's first job is of {full_day(opened)}" if opened else "the shop has no job yet"
        raise RuleBroken(f"No report was made: there is nothing to tell of {period}, since {since}.")
    return period


def _present(declared: Declaration, period: Period) -> Period:
    if told := _why_not_present(declared, period):
        raise RuleBroken(told)
    return period


def _why_not_present(declared: Declaration, period: Period) -> str:
    present = period_of(clock.shop_day(), period.kind)
    if period == present:
        return ""
    return f"No report was made: {declared.title} tells how things stand now, so that it is of {present.key} only."
