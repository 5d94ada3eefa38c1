"""The lines of the tax return on which expenses stand: rows for each year, which the owner may change."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from ..core.base import Versioned
from ..core.types import Choice
from .kinds import ExpenseKind


class TaxLine(Versioned):
    """A line of the return of a year, such as “22 Supplies” of Schedule C."""

    __tablename__ = "tax_lines"
    __table_args__ = (
        sa.UniqueConstraint("year", "line"),
        sa.UniqueConstraint("year", "default_for"),
    )
    __sections__ = {
        "Line": ("year", "form", "line", "title"),
        "Use": ("default_for", "position"),
    }

    year: Mapped[int] = mapped_column(info={"minimum": 2000, "maximum": 2199})
    form: Mapped[str] = mapped_column(String(40), default="Schedule C")
    line: Mapped[str] = mapped_column(String(8), doc="Such as 20b.")
    title: Mapped[str] = mapped_column(String(160))
    position: Mapped[int] = mapped_column(default=0, doc="Where it stands in the report.")
    default_for: Mapped[ExpenseKind | None] = mapped_column(
        Choice(ExpenseKind), doc="New expenses of this kind stand here, unless another line is chosen."
    )

    def __str__(self) -> str:
        return f"{self.line} {self.title} ({self.year})"
