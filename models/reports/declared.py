"""Reports, declared once.

    @report(
        ReportKind.MONTHLY_PROFITABILITY, "Monthly profitability",
        periods=(PeriodKind.MONTH,), by=COST_READERS, back_fill=12,
    )
    def monthly_profitability(session: Session, period: Period) -> Contents:
        "What the jobs of a month earned."

From it come its rows for every period, its paper, its workbook, its mail and its place on the page of reports. The
function reads, and writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.orm import Session

from ..core.actor import Actor
from ..core.periods import Period, PeriodKind
from ..core.roles import ADMIN, BOOKKEEPER, MANAGER
from .contents import Contents
from .kinds import ReportKind

COST_READERS: Final = frozenset({ADMIN, MANAGER, BOOKKEEPER})
"""Who may see costs and margins. They may read every report."""

Reader = Callable[[Session, Period], Contents]


@dataclass(frozen=True)
class Declaration:
    """A declared report. `is_of_now` tells how things stand when it is made, so that no past one can be made."""

    kind: ReportKind
    title: str
    about: str
    periods: tuple[PeriodKind, ...]
    by: frozenset[str]
    back_fill: int
    is_of_now: bool
    read: Reader = field(hash=False)

    def is_for(self, actor: Actor) -> bool:
        """Whether `actor` may read it."""
        return actor.has(*self.by)


REPORTS: Final[dict[ReportKind, Declaration]] = {}
"""Every declared report."""


def report(
    kind: ReportKind,
    title: str,
    *,
    periods: Collection[PeriodKind],
    by: Collection[str],
    back_fill: int = 1,
    is_of_now: bool = False,
) -> Callable[[Reader], Reader]:
    """Declare a report by the function that reads it. Its docstring says what it is, for readers.

    `periods`: of which kinds one is made by itself; `by`: the roles that read it; `back_fill`: how many past periods
    are made when there is none yet (at least the last). ValueError when two are of one kind, or when who reads costs
    may not read it: its rows are listed to them.
    """
    if kind in REPORTS:
        raise ValueError(f"Two reports are of the kind {kind}.")
    if not frozenset(by) >= COST_READERS:
        raise ValueError(f"{kind} is withheld from who may read every report.")

    def declare(read: Reader) -> Reader:
        about = " ".join((read.__doc__ or "").split())
        REPORTS[kind] = Declaration(
            kind, title, about, tuple(periods), frozenset(by), back_fill, is_of_now, read
        )
        return read

    return declare
