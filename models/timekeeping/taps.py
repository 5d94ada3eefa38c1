"""What was tapped on a phone, with its true time, kept once however often it is sent."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core import clock
from ..core.base import Base
from ..core.types import Choice, Prose, UtcDateTime
from ..people import Employee
from .devices import FloorDevice


class TapKind(enum.StrEnum):
    """What the tap says."""

    START = "START"
    STOP = "STOP"
    DONE = "DONE"


class TapOutcome(enum.StrEnum):
    """What became of it."""

    TAKEN = "TAKEN"
    REPAIRED = "REPAIRED"
    REFUSED = "REFUSED"


class FloorTap(Base):
    """One tap. Its key is drawn on the phone: sent again, it changes nothing."""

    __tablename__ = "floor_taps"

    key: Mapped[str] = mapped_column(String(64), unique=True)
    device_id: Mapped[str | None] = mapped_column(ForeignKey("floor_devices.id"), index=True)
    employee_id: Mapped[str] = mapped_column(ForeignKey("employees.id"), index=True)
    kind: Mapped[TapKind] = mapped_column(Choice(TapKind))
    told: Mapped[dict[str, Any]] = mapped_column(sa.JSON, doc="What was said with it.")
    tapped_at: Mapped[dt.datetime] = mapped_column(
        UtcDateTime, doc="By the phone's clock, put right by the shop's."
    )
    outcome: Mapped[TapOutcome] = mapped_column(Choice(TapOutcome))
    answer: Mapped[str | None] = mapped_column(Prose(1000), doc="What the phone was answered.")

    device: Mapped[FloorDevice | None] = relationship()
    employee: Mapped[Employee] = relationship()

    def __str__(self) -> str:
        return f"{self.kind.capitalize()}, {clock.shop_time(self.tapped_at):%-d %b %Y %H:%M}"

    @property
    def order(self) -> tuple[dt.datetime, str]:
        """Where it stands among the taps of its person: by its time, then as its phone drew the keys."""
        return self.tapped_at, self.key
