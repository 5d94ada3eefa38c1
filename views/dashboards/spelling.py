"""Numbers of dashboards as people read them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from models.core.dates import short_day
from models.core.labels import dollars
from models.core.types import round_half_up

NONE = "–"


def spelled(value: Any, kind: str) -> str:
    """A value of a column: “$1,837.50”, “59.90 %”, “1,204”; a dash where there is none."""
    if value is None:
        return NONE
    match kind:
        case "money":
            return money(value)
        case "percent":
            share = round_half_up(Decimal(value))
            return f"−{-share:,} %" if share < 0 else f"{share:,} %"
        case "whole":
            return f"{value:,}"
        case "hours":
            return f"{round_half_up(Decimal(value), 1):,} h"
        case "score":
            return f"{round_half_up(Decimal(value)):,}"
        case "rounded":
            return f"{round_half_up(Decimal(value), 0):,}"
        case "quantity":
            return f"{round_half_up(Decimal(value), 1):,}"
        case "day":
            return short_day(value)
    return str(value)


def exact(value: Any, kind: str) -> Any:
    """A value of a column for programs and files: counted things whole, money to the cent, hours to four places."""
    if not isinstance(value, Decimal):
        return value
    match kind:
        case "rounded":
            return int(round_half_up(value, 0))
        case "money":
            return round_half_up(value)
        case "hours" | "quantity":
            return round_half_up(value, 4)
    return value


def exactly(values: Iterable[Any], kinds: Iterable[str]) -> list[Any]:
    """The same of a whole line."""
    return [exact(value, kind) for value, kind in zip(values, kinds, strict=True)]


def money(value: Decimal) -> str:
    """Such as “$1,837.50” or “−$12.00”."""
    return dollars(round_half_up(Decimal(value)))


def whole_money(value: Decimal) -> str:
    """To the dollar, for a sentence and the head: “$1,838”."""
    dollars = round_half_up(Decimal(value), 0)
    return f"−${-dollars:,}" if dollars < 0 else f"${dollars:,}"


def counted(number: int, noun: str) -> str:
    """Such as “1 job” or “1,204 jobs”."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
