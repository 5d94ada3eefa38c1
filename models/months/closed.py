"""A month of the books: open, or closed so that no fact of it changes any more (domain.md, Money).

Holding a row holds the whole table against every transaction that writes a fact: see `guard`.
"""

from __future__ import annotations

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column, validates

from ..core import clock
from ..core.actor import current_actor
from ..core.base import Versioned, session_of
from ..core.doors import GIVEN_ONCE, VERBS_ONLY, state_column
from ..core.errors import InvalidValue, RuleBroken
from ..core.roles import ADMIN, BOOKKEEPER, MANAGER
from ..core.types import Prose, UtcDateTime
from ..core.workflow import transition
from . import spans
from .checks import OpenMatter, open_matters, told


class MonthStatus(enum.StrEnum):
    """Whether a month takes facts."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"


def _why_not_to_close(month: ClosedMonth) -> str:
    return spans.why_not_over(month.month)


class ClosedMonth(Versioned):
    """A month and whether it is closed. The clock lays out a row for each."""

    __tablename__ = "closed_months"
    __held_whole__ = True
    month: Mapped[str] = mapped_column(String(7), unique=True, info=GIVEN_ONCE, doc="Such as 2026-10.")
    status: Mapped[MonthStatus] = state_column(MonthStatus, MonthStatus.OPEN, index=True)
    closed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)
    closed_by: Mapped[str | None] = mapped_column(String(200), info=VERBS_ONLY)
    note: Mapped[str | None] = mapped_column(Prose(1000), info=VERBS_ONLY)
    left_open: Mapped[str | None] = mapped_column(
        Prose(2000), info=VERBS_ONLY, doc="What was still open when it was closed all the same."
    )
    reopened_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)
    reopened_by: Mapped[str | None] = mapped_column(String(200), info=VERBS_ONLY)
    reason: Mapped[str | None] = mapped_column(Prose(1000), info=VERBS_ONLY, doc="Why it was reopened.")

    def __str__(self) -> str:
        return spans.month_title(self.month)

    @validates("month")
    def _is_a_month(self, _key: str, value: str) -> str:
        if not spans.is_month(value or ""):
            raise InvalidValue("month", "Write the month as 2026-10.")
        return value

    @property
    def is_closed(self) -> bool:
        """Whether it takes no facts."""
        return self.status is MonthStatus.CLOSED

    @transition(
        "status",
        {MonthStatus.OPEN},
        MonthStatus.CLOSED,
        by={BOOKKEEPER, MANAGER},
        unless=_why_not_to_close,
    )
    def close(self, leave_open: bool = False, note: str = "") -> None:
        """Close the month: nothing that is booked in it changes any more.

        What is still open in it is refused by name, unless it only deserves a look and `leave_open` is said.
        """
        self._refuse_while_an_earlier_one_is_open()
        matters = open_matters(session_of(self), self.month)
        if in_the_way := [matter for matter in matters if matter.blocks]:
            raise RuleBroken(f"{self} was not closed: {told(in_the_way)}. {in_the_way[0].next_step}")
        if matters and not leave_open:
            raise RuleBroken(
                f"{self} was not closed: {told(matters)}. Settle that first, or close it with “Leave open”."
            )
        self._note_the_closing(matters, note)

    @transition("status", {MonthStatus.CLOSED}, MonthStatus.OPEN, by={ADMIN})
    def reopen(self, reason: str) -> None:
        """Let the month take facts again; the reason stays on the trail."""
        if not reason.strip():
            raise InvalidValue("reason", "Say why the month is reopened.")
        self.reopened_at, self.reopened_by = clock.now(), current_actor().name[:200]
        self.reason = reason

    def _refuse_while_an_earlier_one_is_open(self) -> None:
        """Months are closed in their order, so that “closed up to October” means what it says."""
        earlier = sa.select(sa.func.min(ClosedMonth.month)).where(
            ClosedMonth.month < self.month, ClosedMonth.status == MonthStatus.OPEN
        )
        if (first := session_of(self).scalar(earlier)) is not None:
            raise RuleBroken(
                f"{self} was not closed: {spans.month_title(first)} is still open. Close that first."
            )

    def _note_the_closing(self, matters: list[OpenMatter], note: str) -> None:
        self.closed_at, self.closed_by = clock.now(), current_actor().name[:200]
        self.note = note or None
        self.left_open = told(matters)[:2000] if matters else None
        self.reopened_at = self.reopened_by = self.reason = None
