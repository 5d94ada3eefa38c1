"""What columns hold, as people read it."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from functools import singledispatch
from typing import Any

from models.core.dates import full_day, full_moment
from models.core.labels import choice_label


def shown(value: Any, unit: str = "") -> str:
    """`value` as people read it, with its unit."""
    text = _shown(value, unit)
    return text if not unit or unit.startswith("$") or not text else f"{text} {unit}"


@singledispatch
def _shown(value: Any, _unit: str) -> str:
    return str(value)


@_shown.register
def _(_value: None, _unit: str) -> str:
    return ""


@_shown.register
def _(value: bool, _unit: str) -> str:
    return "Yes" if value else "No"


@_shown.register
def _(value: enum.Enum, _unit: str) -> str:
    return choice_label(value)


@_shown.register
def _(value: Decimal, unit: str) -> str:
    if not unit.startswith("$"):
        return f"{value.normalize() if value else Decimal(0):,f}"
    sign = "−" if value < 0 else ""
    return f"{sign}${in_dollars(abs(value))}{unit[1:]}"


def in_dollars(amount: Decimal) -> str:
    """With cents always, and with the further places that a cost of one piece may have: 14.20, 0.0006."""
    places = max(2, -int(amount.normalize().as_tuple().exponent))
    return f"{amount:,.{places}f}"


@_shown.register
def _(value: dt.datetime, _unit: str) -> str:
    return full_moment(value)


@_shown.register
def _(value: dt.date, _unit: str) -> str:
    return full_day(value)


@_shown.register
def _(value: list, _unit: str) -> str:
    return ", ".join(str(each) for each in value)
