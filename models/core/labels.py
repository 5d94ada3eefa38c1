"""States and choices as people read them."""

from __future__ import annotations

import enum
import re
from decimal import Decimal
from typing import Any, Final


def label(state: Any) -> str:
    """A state inside a sentence: IN_PRODUCTION is “in production”."""
    return str(state).replace("_", " ").lower()


def choice_label(choice: enum.Enum) -> str:
    """A choice by itself: SCREEN_PRINT is “Screen print”, and DTF_FILM is “DTF film”."""
    words = label(choice.name).capitalize().split(" ")
    return " ".join(word.upper() if word.upper() in _ABBREVIATED else word for word in words)


_ABBREVIATED: Final = frozenset({"DTF", "DTG", "HTV"})
"""Methods of decoration that everybody calls so."""


def noun_of(model: type) -> str:
    """One row of `model` as a sentence names it: JobItem is “job item”."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model.__name__).lower()


def dollars(amount: Decimal) -> str:
    """An amount of money as a sentence says it: $1,837.50, less than nothing with a minus before it."""
    return f"{'−' if amount < 0 else ''}${abs(amount):,.2f}"
