"""How many pieces of each method are spoiled, and so made ready beforehand."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from sqlalchemy.orm import Mapped, mapped_column

from ..core.base import Versioned
from ..core.labels import choice_label
from ..core.types import Choice, Exact
from ..jobs import DecorationMethod

FIRST_SPOILAGE: Final = Decimal(3)
"""Percent of every method until a shop says otherwise (domain.md, “Materials”)."""


class SpoilageRate(Versioned):
    """Of a method: the part of the pieces that usually goes wrong."""

    __tablename__ = "spoilage_rates"

    decoration_method: Mapped[DecorationMethod] = mapped_column(Choice(DecorationMethod), unique=True)
    percent: Mapped[Decimal] = mapped_column(
        Exact(5, 2), default=FIRST_SPOILAGE, info={"unit": "%", "minimum": 0, "maximum": 100}
    )

    def __str__(self) -> str:
        return choice_label(self.decoration_method)
