"""A report of a period: due, and then made and kept exactly as it was sent."""

from __future__ import annotations

import datetime as dt
from typing import Final

import sqlalchemy as sa
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from ..core import clock
from ..core.base import Versioned, session_of
from ..core.doors import GIVEN_ONCE, VERBS_ONLY, state_column
from ..core.events import ring
from ..core.periods import Period, PeriodKind, period_of
from ..core.roles import BOOKKEEPER, MANAGER
from ..core.types import Choice, Prose, UtcDateTime
from ..core.visibility import COSTS, SECRET
from ..core.workflow import transition, verb
from .kinds import ReportKind, ReportStatus

S = ReportStatus

BELL: Final = "reports"
"""Rung when a report is to be made."""

FIRST_WAIT: Final = dt.timedelta(minutes=2)
LONGEST_WAIT: Final = dt.timedelta(hours=6)
"""How long a report that failed waits before it is tried again: twice as long each time, up to this."""


def _is_not_made(report: Report) -> str:
    return "" if report.status is S.MADE else f"{report} is not made yet: it is made by itself."


class Report(Versioned):
    """One report of one period. What was sent never changes: a correction is another edition beside it."""

    __tablename__ = "reports"
    __live__ = True
    __table_args__ = (
        sa.UniqueConstraint("kind", "period", "edition"),
        sa.Index(None, "status", "next_try_at"),
    )

    kind: Mapped[ReportKind] = mapped_column(Choice(ReportKind), info=GIVEN_ONCE)
    period: Mapped[str] = mapped_column(
        String(10), info=GIVEN_ONCE, doc="Such as 2026-10, 2026-W47 or 2026-Q3."
    )
    period_kind: Mapped[PeriodKind] = mapped_column(Choice(PeriodKind), info=GIVEN_ONCE)
    first_day: Mapped[dt.date] = mapped_column(sa.Date, index=True, info=GIVEN_ONCE)
    last_day: Mapped[dt.date] = mapped_column(sa.Date, info=GIVEN_ONCE)
    edition: Mapped[int] = mapped_column(default=1, info=GIVEN_ONCE | {"minimum": 1})
    title: Mapped[str] = mapped_column(String(120), info=GIVEN_ONCE)
    status: Mapped[ReportStatus] = state_column(ReportStatus, S.DUE)
    is_mailed: Mapped[bool] = mapped_column(
        default=True, info=GIVEN_ONCE, doc="Whether its subscribers get it by mail."
    )
    asked_by: Mapped[str | None] = mapped_column(
        String(120), info=GIVEN_ONCE, doc="Who had it made; empty when it was made by itself."
    )
    made_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)
    summary: Mapped[str | None] = mapped_column(Prose(1000), info=VERBS_ONLY | COSTS)
    pdf_url: Mapped[str | None] = mapped_column(String(200), info=VERBS_ONLY | SECRET)
    pdf_size: Mapped[int | None] = mapped_column(info=VERBS_ONLY | {"unit": "bytes"})
    pdf_sha256: Mapped[str | None] = mapped_column(String(64), info=VERBS_ONLY)
    xlsx_url: Mapped[str | None] = mapped_column(String(200), info=VERBS_ONLY | SECRET)
    xlsx_size: Mapped[int | None] = mapped_column(info=VERBS_ONLY | {"unit": "bytes"})
    xlsx_sha256: Mapped[str | None] = mapped_column(String(64), info=VERBS_ONLY)
    attempts: Mapped[int] = mapped_column(default=0, info=VERBS_ONLY)
    next_try_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)
    error: Mapped[str | None] = mapped_column(
        Prose(1000), info=VERBS_ONLY, doc="Why it was not made, the last time."
    )

    def __str__(self) -> str:
        told = f"{self.title}, {self.of}" if self.first_day else "Report"
        return told if (self.edition or 1) == 1 else f"{told}, edition {self.edition}"

    @property
    def of(self) -> Period:
        """Its period."""
        return period_of(self.first_day, self.period_kind)

    @property
    def is_made(self) -> bool:
        """Whether its files are kept."""
        return self.status is S.MADE

    @transition("status", {S.DUE, S.FAILED}, S.MADE)
    def keep(
        self,
        summary: str,
        pdf_url: str,
        pdf_size: int,
        pdf_sha256: str,
        xlsx_url: str,
        xlsx_size: int,
        xlsx_sha256: str,
    ) -> None:
        """Its files are stored, with these sizes and hashes."""
        self.made_at, self.summary = clock.now(), summary
        self.pdf_url, self.pdf_size, self.pdf_sha256 = pdf_url, pdf_size, pdf_sha256
        self.xlsx_url, self.xlsx_size, self.xlsx_sha256 = xlsx_url, xlsx_size, xlsx_sha256
        self.next_try_at = self.error = None

    @transition("status", {S.DUE, S.FAILED}, S.FAILED)
    def fail(self, error: str) -> None:
        """Making it went wrong: it is tried again later, each time after twice as long."""
        self.attempts += 1
        wait = min(FIRST_WAIT * 2 ** min(self.attempts - 1, 12), LONGEST_WAIT)
        self.error, self.next_try_at = error[:1000], clock.now() + wait

    @transition("status", {S.FAILED}, S.DUE, by={MANAGER, BOOKKEEPER})
    def try_now(self) -> None:
        """Try again to make it, now."""
        self.next_try_at = None
        ring(session_of(self), BELL)

    @verb(by={MANAGER, BOOKKEEPER}, unless=_is_not_made)
    def make_anew(self, mail: bool = False) -> None:
        """Make another edition from what is known now, beside this one, which stays as it was sent."""
        from .asking import another_edition

        another_edition(self, mail=mail)
