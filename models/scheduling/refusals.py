"""Bookings that were refused: counted, so that the shop sees what the calendar kept it from."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ..core.base import Base
from ..core.types import Choice, Hours
from .life import RefusalKind


class BookingRefusal(Base):
    """One refusal: what was wanted, by whom, and by how much it was too much."""

    __tablename__ = "booking_refusals"
    __table_args__ = (sa.Index(None, "created_at"),)

    kind: Mapped[RefusalKind] = mapped_column(Choice(RefusalKind), index=True)
    operation_id: Mapped[str | None] = mapped_column(ForeignKey("production_schedules.id"), index=True)
    resource: Mapped[str] = mapped_column(String(26), default="")
    day: Mapped[dt.date | None] = mapped_column(sa.Date)
    hours_short: Mapped[Decimal | None] = mapped_column(Hours(), info={"unit": "h"})
    sentence: Mapped[str] = mapped_column(String(500))
    refused_to: Mapped[str] = mapped_column(String(120), default="", doc="Who asked.")

    def __str__(self) -> str:
        return self.sentence
