"""From what people type to what columns hold, and back into an input."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import singledispatch
from typing import Any, Final

import sqlalchemy as sa

from models.core import clock
from models.core.dates import iso_day
from models.core.labels import choice_label
from models.core.limits import accept, accept_for
from models.core.types import Exact, Prose, UtcDateTime

_LONGEST_NUMBER: Final = 60
_NOT_UNICODE: Final = "The text is not valid Unicode (UTF-8): type it again."
_YES: Final = frozenset({"y", "yes", "true", "on", "1"})
_NO: Final = frozenset({"n", "no", "false", "off", "0"})
_NAMES: Final = {
    "sku": "SKU",
    "sha256": "SHA-256",
    "mime_type": "MIME type",
    "email": "E-mail",
    "is_rush": "Rush",
    "is_active": "Active",
    "due_on": "Due",
    "archived_at": "Archived",
    "is_customer_visible": "The customer may see it",
    "created_at": "Added",
    "updated_at": "Last written",
    "mac": "MAC",
}


def name_of(column: str) -> str:
    """A column as people call it: `customer_id` is “Customer”, `expected_on` “Expected on”."""
    return _NAMES.get(column) or column.removesuffix("_id").replace("_", " ").capitalize()


def kind_of(column: sa.Column[Any]) -> str:
    """What a column holds: choice, switch, prose, text, date, moment, exact or whole."""
    kinds = {
        sa.Enum: "choice",
        sa.Boolean: "switch",
        Prose: "prose",
        sa.Text: "prose",
        sa.String: "text",
        sa.Date: "date",
        UtcDateTime: "moment",
        sa.DateTime: "moment",
        Exact: "exact",
        sa.Integer: "whole",
    }
    return next((kind for type_, kind in kinds.items() if isinstance(column.type, type_)), "text")


def read(column: sa.Column[Any], text: str) -> Any:
    """The typed `text` as `column` keeps it; ValueError with a sentence when it cannot."""
    if "�" in text:
        raise ValueError(_NOT_UNICODE)
    kind = kind_of(column)
    if kind in ("text", "prose"):
        return accept_for(column, text.replace("\r\n", "\n"))
    return accept_for(column, _READERS[kind](text.strip()))


def read_any_text(text: str) -> str:
    """Text of no column, such as what somebody looks for; ValueError when it has characters that cannot be kept."""
    if "�" in text:
        raise ValueError(_NOT_UNICODE)
    return str(accept(sa.String(), text))


def _switch(text: str) -> bool:
    if text.lower() in _YES | _NO:
        return text.lower() in _YES
    raise ValueError("This must be yes or no.")


def read_day(text: str) -> dt.date:
    """The day that was typed, such as 2026-11-24; ValueError with a sentence."""
    try:
        return iso_day(text)
    except ValueError:
        raise ValueError(f"“{text[:40]}” is not a date: write it as 2026-11-24.") from None


def read_moment(text: str) -> dt.datetime:
    """The moment that was typed; one without a zone is the shop's own time. ValueError with a sentence."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text[:40]}” is not a time: write it as 2026-11-24 15:30.") from None
    return clock.aware(moment)


def _number(text: str) -> str:
    if len(text) > _LONGEST_NUMBER:
        raise ValueError("The number is too long.")
    return text.replace(",", "") if text.replace(",", "").replace(".", "").isdecimal() else text


_READERS: Final[dict[str, Callable[[str], Any]]] = {
    "choice": str,
    "switch": _switch,
    "date": read_day,
    "moment": read_moment,
    "exact": _number,
    "whole": _number,
}


@singledispatch
def typed(value: Any) -> str:
    """`value` as it stands in an input."""
    return str(value)


@typed.register
def _(_value: None) -> str:
    return ""


@typed.register
def _(value: Decimal) -> str:
    return f"{value:f}"


@typed.register
def _(value: enum.Enum) -> str:
    return value.name


@typed.register
def _(value: dt.datetime) -> str:
    return f"{clock.shop_time(value):%Y-%m-%dT%H:%M}"


@typed.register
def _(value: dt.date) -> str:
    return value.isoformat()


def choices_of(kind: Iterable[enum.Enum]) -> list[tuple[str, str]]:
    """Name and label of each choice."""
    return [(choice.name, choice_label(choice)) for choice in kind]
