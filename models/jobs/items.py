"""What is made in a job: items, their sizes, their decorations."""

from __future__ import annotations

import enum
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from ..catalog import Material, Product
from ..core.base import Versioned, lock_all
from ..core.errors import RuleBroken
from ..core.events import Fact, on_fact
from ..core.labels import choice_label
from ..core.portions import portions
from ..core.types import Choice, Exact, Money
from ..core.visibility import PRICES
from .job import Job


class DecorationMethod(enum.StrEnum):
    """How a print gets onto the garment."""

    HTV = "HTV"
    SCREEN_PRINT = "SCREEN_PRINT"
    DTF = "DTF"
    DTG = "DTG"
    EMBROIDERY = "EMBROIDERY"


def _inches() -> Exact:
    return Exact(7, 3)


class JobItem(Versioned):
    """A line of a job: a product in some sizes, with its decorations."""

    __tablename__ = "job_items"
    __behind__ = "job"
    __portal__ = "job.customer_id"

    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id"), index=True)
    product_id: Mapped[str | None] = mapped_column(ForeignKey("products.id"), index=True)
    description: Mapped[str | None] = mapped_column(String(300))
    quantity: Mapped[int] = mapped_column(
        default=0,
        info={"minimum": 0, "unit": "pieces"},
        doc="The sum of the sizes; typed only while there are none.",
    )
    unit_price: Mapped[Decimal | None] = mapped_column(Money(), info=PRICES | {"unit": "$", "minimum": 0})

    job: Mapped[Job] = relationship(back_populates="items")
    product: Mapped[Product | None] = relationship()
    sizes: Mapped[list[JobItemSize]] = relationship(
        back_populates="job_item", cascade="all, delete-orphan", order_by="JobItemSize.id"
    )
    decorations: Mapped[list[JobItemDecoration]] = relationship(
        back_populates="job_item", cascade="all, delete-orphan", order_by="JobItemDecoration.id"
    )

    def __str__(self) -> str:
        return self.description or (str(self.product) if self.product else "Item")


class JobItemSize(Versioned):
    """How many of one size, and the garment variant (a stocked material) they are made on."""

    __tablename__ = "job_item_sizes"
    __behind__ = "job_item"
    __portal__ = "job_item.job.customer_id"
    __table_args__ = (sa.UniqueConstraint("job_item_id", "size"),)

    job_item_id: Mapped[str] = mapped_column(ForeignKey("job_items.id"), index=True)
    size: Mapped[str] = mapped_column(String(20))
    quantity: Mapped[int] = mapped_column(info={"minimum": 0, "unit": "pieces"})
    material_id: Mapped[str | None] = mapped_column(ForeignKey("materials.id"), index=True)

    job_item: Mapped[JobItem] = relationship(back_populates="sizes")
    material: Mapped[Material | None] = relationship()

    def __str__(self) -> str:
        return f"{self.size} × {self.quantity}"


class JobItemDecoration(Versioned):
    """One print on the garment: how, where, how large, in how many colours."""

    __tablename__ = "job_item_decorations"
    __behind__ = "job_item"

    job_item_id: Mapped[str] = mapped_column(ForeignKey("job_items.id"), index=True)
    decoration_method: Mapped[DecorationMethod] = mapped_column(Choice(DecorationMethod))
    location: Mapped[str | None] = mapped_column(String(60), doc="Such as left chest or full back.")
    width: Mapped[Decimal | None] = mapped_column(_inches(), info={"unit": "in", "minimum": 0})
    height: Mapped[Decimal | None] = mapped_column(_inches(), info={"unit": "in", "minimum": 0})
    colors: Mapped[int | None] = mapped_column(info={"minimum": 0})
    screens: Mapped[int | None] = mapped_column(info={"minimum": 0})
    stitches: Mapped[int | None] = mapped_column(info={"minimum": 0})
    on_dark: Mapped[bool] = mapped_column(
        default=False, server_default=sa.false(), doc="On a dark garment, which takes a white base."
    )
    ink_volume: Mapped[Decimal | None] = mapped_column(
        Exact(9, 4),
        info={"unit": "ml", "minimum": 0},
        doc="Of a direct-to-garment print: the ink of one, as the RIP tells it.",
    )

    job_item: Mapped[JobItem] = relationship(back_populates="decorations")

    def __str__(self) -> str:
        method = choice_label(self.decoration_method)
        return f"{method}, {self.location}" if self.location else method


@on_fact(JobItemSize, JobItem)
def quantity_is_the_sum_of_sizes(session: Session, facts: list[Fact]) -> None:
    """Keep each item's quantity equal to its sizes; a different number typed beside sizes is refused."""
    typed = {fact.id for fact in facts if fact.model is JobItem and "quantity" in fact.before}
    size_changed = any(fact.model is JobItemSize for fact in facts)
    for portion in portions(_items_touched(facts)):
        items = lock_all(session, JobItem, portion)
        totals = _totals(session, [item.id for item in items])
        for item in items:
            total = totals.get(item.id, item.quantity)
            if item.quantity != total:
                if item.id in typed and not size_changed:
                    _refuse_typed(item, total)
                item.quantity = total


def _totals(session: Session, item_ids: list[str]) -> dict[str, int]:
    """The pieces of each item that has sizes."""
    key = JobItemSize.job_item_id
    sums = sa.select(key, sa.func.sum(JobItemSize.quantity)).where(key.in_(item_ids)).group_by(key)
    return {item_id: int(total) for item_id, total in session.execute(sums)}


def _items_touched(facts: list[Fact]) -> set[str]:
    touched = {fact.id for fact in facts if fact.model is JobItem and fact.kind != "deleted"}
    for fact in facts:
        if fact.model is JobItemSize:
            touched.update(fact.led_to("job_item_id"))
    return touched


def _refuse_typed(item: JobItem, total: int) -> None:
    raise RuleBroken(f"The quantity of “{item}” is the sum of its sizes ({total}): change the sizes instead.")
