"""What money is spent on."""

from __future__ import annotations

import enum


class ExpenseKind(enum.StrEnum):
    """What money was spent on."""

    MATERIAL = "MATERIAL"
    SHIPPING = "SHIPPING"
    OTHER = "OTHER"
