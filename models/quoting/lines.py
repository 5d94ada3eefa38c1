"""The lines that explain a quoted amount: kept when the price is used, so that it stays explained."""

from __future__ import annotations

import enum
from decimal import Decimal

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.base import Base
from ..core.doors import GIVEN_ONCE
from ..core.types import Choice, Money
from ..core.visibility import PRICES
from ..jobs import Job, JobItem


class QuoteLineKind(enum.StrEnum):
    """What a line is for."""

    GARMENT = "GARMENT"
    DECORATION = "DECORATION"
    SET_UP = "SET_UP"
    RUSH = "RUSH"
    ADJUSTMENT = "ADJUSTMENT"


def words_of_the_rest(rest: Decimal) -> str:
    """What a customer reads of the dollars by which the quoted amount is more, or less, than its lines."""
    return "Agreed discount" if rest < 0 else "Agreed surcharge"


class QuoteLine(Base):
    """So many of something at a price each: together the lines of a job are what it was quoted."""

    __tablename__ = "quote_lines"

    # An item may be taken out of an order, and a quote be deleted: what explained the price goes with it.
    job_id: Mapped[str] = mapped_column(
        ForeignKey("jobs.id", ondelete="CASCADE"), index=True, info=GIVEN_ONCE
    )
    job_item_id: Mapped[str | None] = mapped_column(
        ForeignKey("job_items.id", ondelete="SET NULL"), index=True, doc="Empty: for the whole job."
    )
    position: Mapped[int] = mapped_column(info=GIVEN_ONCE)
    kind: Mapped[QuoteLineKind] = mapped_column(Choice(QuoteLineKind), info=GIVEN_ONCE)
    text: Mapped[str] = mapped_column(String(500), info=GIVEN_ONCE)
    quantity: Mapped[int] = mapped_column(info=GIVEN_ONCE)
    unit_price: Mapped[Decimal] = mapped_column(Money(), info=PRICES | GIVEN_ONCE | {"unit": "$"})
    amount: Mapped[Decimal] = mapped_column(Money(), info=PRICES | GIVEN_ONCE | {"unit": "$"})

    job: Mapped[Job] = relationship()
    job_item: Mapped[JobItem | None] = relationship()

    def __str__(self) -> str:
        return self.text
