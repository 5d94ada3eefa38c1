"""The ledger of stock: every movement of every material, with its quantity and value, never changed afterwards."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NoReturn

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..catalog import Material
from ..core.actor import current_actor
from ..core.base import Base
from ..core.errors import RuleBroken
from ..core.labels import choice_label
from ..core.types import Choice, Money, Prose, Quantity
from ..core.visibility import COSTS
from ..jobs import Job

if TYPE_CHECKING:
    from ..purchasing import PurchaseOrderLine


class MovementKind(enum.StrEnum):
    """What moved the stock."""

    RECEIPT = "RECEIPT"
    RESERVATION = "RESERVATION"
    USE = "USE"
    ADJUSTMENT = "ADJUSTMENT"
    RETURN = "RETURN"
    COUNT = "COUNT"
    ORDER = "ORDER"


class StockMovement(Base):
    """By how much one movement changed what is on hand, reserved, incoming, and what the stock is worth.

    The levels of a material are the sums of its movements. `usage_id` and `job_item_id` name rows that may have been
    deleted since: the ledger keeps what happened all the same.
    """

    __tablename__ = "stock_movements"
    __live__ = True
    __booked_on__ = "occurred_on"
    __table_args__ = (sa.Index(None, "material_id", "occurred_on"),)

    material_id: Mapped[str] = mapped_column(ForeignKey("materials.id"))
    kind: Mapped[MovementKind] = mapped_column(Choice(MovementKind))
    quantity: Mapped[Decimal] = mapped_column(Quantity(), default=Decimal(0), doc="More or less on hand.")
    value: Mapped[Decimal] = mapped_column(
        Money(),
        default=Decimal(0),
        info=COSTS | {"unit": "$"},
        doc="By how much the stock is worth more or less.",
    )
    reserved: Mapped[Decimal] = mapped_column(Quantity(), default=Decimal(0), doc="More or less set aside.")
    incoming: Mapped[Decimal] = mapped_column(Quantity(), default=Decimal(0), doc="More or less on its way.")
    occurred_on: Mapped[dt.date] = mapped_column(sa.Date, index=True)
    job_id: Mapped[str | None] = mapped_column(ForeignKey("jobs.id"), index=True)
    job_item_id: Mapped[str | None] = mapped_column(String(26))
    purchase_order_line_id: Mapped[str | None] = mapped_column(
        ForeignKey("purchase_order_lines.id"), index=True
    )
    usage_id: Mapped[str | None] = mapped_column(String(26), index=True)
    reason: Mapped[str | None] = mapped_column(Prose(1000))
    actor: Mapped[str] = mapped_column(String(200), default=lambda: current_actor().name[:200])

    material: Mapped[Material] = relationship()
    job: Mapped[Job | None] = relationship()
    purchase_order_line: Mapped[PurchaseOrderLine | None] = relationship()

    def __str__(self) -> str:
        return f"{choice_label(self.kind)} of {self.occurred_on:%-d %b %Y}"


@event.listens_for(StockMovement, "before_update")
@event.listens_for(StockMovement, "before_delete")
def _refuse(_mapper: Any, _connection: Any, movement: StockMovement) -> NoReturn:
    raise RuleBroken(
        f"{movement} stays as it is: the ledger of stock is only added to. Count or adjust the material instead."
    )
