"""Where the rows behind a number are: a grid, narrowed, if whoever looks may list it."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final
from urllib.parse import urlencode

from flask import url_for

from models.metrics.windows import Window

from ..core.access.person import is_granted
from ..core.pages.grid import operations_of
from ..core.screen import screen_named

_EQUAL: Final = frozenset({"eq", "rel_o_m"})


def rows_of(table: str, *, without: tuple[str, tuple[str, ...]] | None = None, **narrowed: Any) -> str:
    """The address of a grid narrowed by column: to a value, or to the days of a window; "" for who may not list it.

    `without` is a column with the values that it does not have. What is empty narrows nothing.
    """
    if not is_granted("can_list", table):
        return ""
    screen, told = screen_named(table), []
    for column, value in narrowed.items():
        known = operations_of(screen, column)
        if isinstance(value, Window):
            told += _between(known, column, value, is_day=_is_of_days(screen, column))
        elif value not in ("", None):
            place = next(place for place, name in enumerate(known) if name in _EQUAL)
            told.append((f"_flt_{place}_{column}", str(value)))
    if without:
        column, values = without
        place = operations_of(screen, column).index("neq")
        told += [(f"_flt_{place}_{column}", value) for value in values]
    address = url_for(f"{screen.__name__}.list")
    return f"{address}?{urlencode(told)}" if told else address


def _between(known: list[str], column: str, window: Window, *, is_day: bool) -> list[tuple[str, str]]:
    """After what is before the first day, and before what is after the last."""
    before, after = window.first - dt.timedelta(days=1), window.last + dt.timedelta(days=1)
    bounds = {
        "gt": str(before) if is_day else f"{before}T23:59:59",
        "lt": str(after) + ("" if is_day else "T00:00"),
    }
    return [(f"_flt_{known.index(name)}_{column}", bound) for name, bound in bounds.items()]


def _is_of_days(screen: Any, column: str) -> bool:
    return bool(screen.model.__table__.c[column].type.python_type is dt.date)
