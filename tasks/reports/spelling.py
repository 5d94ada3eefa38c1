"""Values of a report as people read them on paper, and the words that reports have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.core.dates import full_day
from models.core.labels import dollars
from models.core.periods import Period
from models.core.types import round_half_up
from models.months import ClosedMonth, month_title
from models.months.closed import MonthStatus
from models.reports.contents import Cell
from models.sales_tax import percent_label

NONE: Final = "–"


def spelled(value: Any, kind: str) -> str:
    """A value of a column: “$1,837.50”, “59.90 %”, “4.50 h”, “1,204”; a dash where there is none."""
    if isinstance(value, Cell):
        value, kind = value.value, value.kind
    if value is None or value == "":
        return NONE if kind != "text" else ""
    spell = _SPELLINGS.get(kind, str)
    return spell(round_half_up(Decimal(value)) if kind in _TO_TWO_PLACES else value)


def _signed(number: Decimal, unit: str) -> str:
    """Without zeros behind the point that nobody needs, where it has no unit."""
    told = abs(number) if unit else abs(number).normalize()
    return f"{'−' if number < 0 else ''}{told:,f}{unit}"


def _with_its_sign(number: Decimal) -> str:
    return f"{'+' if number > 0 else ''}{_signed(number, ' %')}"


_TO_TWO_PLACES: Final = {"money", "percent", "change", "hours", "clocked"}
_SPELLINGS: Final[Mapping[str, Callable[[Any], str]]] = {
    "money": dollars,
    "percent": lambda number: _signed(number, " %"),
    "change": _with_its_sign,
    "rate": lambda value: percent_label(Decimal(value)),
    "hours": lambda number: _signed(number, " h"),
    "clocked": lambda number: f"{number:,.2f}",
    "whole": lambda value: f"{int(value):,}",
    "number": lambda value: _signed(Decimal(value), ""),
    "day": full_day,
}


def counted(number: int, noun: str) -> str:
    """Such as “1 job” or “1,204 jobs”."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def open_months(session: Session, period: Period) -> list[str]:
    """A remark for a period of which months are not closed: its numbers can still change."""
    keys = [month.key for month in period.months()]
    closed = sa.select(ClosedMonth.month).where(
        ClosedMonth.month.in_(keys), ClosedMonth.status == MonthStatus.CLOSED
    )
    known = set(session.scalars(closed))
    still = [month_title(key) for key in keys if key not in known]
    if not still:
        return []
    told = f"{', '.join(still[:-1])} and {still[-1]} are" if len(still) > 1 else f"{still[0]} is"
    return [f"{told} not closed: these numbers can still change."]
