"""Changes of an order that a customer accepted, each with its price and with what it adds to the estimate."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.actor import current_actor
from ..core.base import Base
from ..core.doors import GIVEN_ONCE, VERBS_ONLY
from ..core.types import Money, Prose
from ..core.visibility import COSTS, PRICES
from ..jobs import Job


def _who() -> str:
    return current_actor().name


class ChangeOrder(Base):
    """One accepted change: what, for how much more (or less), who said yes, and who wrote it down."""

    __tablename__ = "change_orders"
    __audited__ = True

    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id"), index=True, info=GIVEN_ONCE)
    what: Mapped[str] = mapped_column(Prose(1000), info=GIVEN_ONCE)
    amount: Mapped[Decimal] = mapped_column(
        Money(), info=PRICES | GIVEN_ONCE | {"unit": "$"}, doc="Added to the price."
    )
    accepted_by: Mapped[str] = mapped_column(Prose(1000), info=GIVEN_ONCE)
    ordered_by: Mapped[str] = mapped_column(String(200), default=_who, info=GIVEN_ONCE)
    cost_effect: Mapped[Decimal] = mapped_column(
        Money(),
        default=Decimal(0),
        server_default="0",
        info=COSTS | VERBS_ONLY | {"unit": "$"},
        doc="What it adds to the estimated costs.",
    )

    job: Mapped[Job] = relationship()

    def __str__(self) -> str:
        return self.what
