"""The phones and tablets of the floor, and the numbers by which people sign in on them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.base import Base, Versioned
from ..core.doors import VERBS_ONLY
from ..core.types import UtcDateTime
from ..core.visibility import SECRET
from ..people import Employee


class FloorDevice(Versioned):
    """A device that a manager has registered. Its secret is kept as a hash."""

    __tablename__ = "floor_devices"

    name: Mapped[str] = mapped_column(String(80))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, info=SECRET | VERBS_ONLY)
    registered_by: Mapped[str] = mapped_column(String(120), info=VERBS_ONLY)
    registered_at: Mapped[dt.datetime | None] = mapped_column(
        UtcDateTime, info=VERBS_ONLY, doc="When its link was opened on it; empty: not yet."
    )
    failures: Mapped[int] = mapped_column(
        default=0, info=VERBS_ONLY, doc="Wrong numbers since the last right one."
    )
    locked_until: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)
    last_seen_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)
    revoked_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)

    def __str__(self) -> str:
        return self.name


class FloorPin(Base):
    """The number by which a person signs in on a registered device, as a hash, and the failures against it."""

    __tablename__ = "floor_pins"
    __audited__ = True

    employee_id: Mapped[str] = mapped_column(ForeignKey("employees.id"), unique=True)
    pin_hash: Mapped[str] = mapped_column(String(255), info=SECRET | VERBS_ONLY)
    failures: Mapped[int] = mapped_column(default=0, info=VERBS_ONLY)
    locked_until: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)

    employee: Mapped[Employee] = relationship()

    def __str__(self) -> str:
        return f"Number of {self.employee}"
