"""Where goods are handed over and what sales tax applies there: one rate for each place (domain.md, Money)."""

from __future__ import annotations

from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from .core.archiving import Archivable
from .core.base import Versioned, lock_all, session_of
from .core.doors import VERBS_ONLY
from .core.events import Fact, on_fact
from .core.roles import BOOKKEEPER, MANAGER
from .core.types import Exact, Prose
from .core.workflow import verb
from .customers import Customer


def _applies_already(rate: TaxRate) -> str:
    return f"{rate} is the rate of the shop's own place already." if rate.is_own_place else ""


class TaxRate(Archivable, Versioned):
    """The sales tax of a place, in percent. What was issued keeps the rate that applied then."""

    __tablename__ = "sales_tax_rates"

    name: Mapped[str] = mapped_column(String(120), unique=True, doc="The place, such as Austin, TX.")
    percent: Mapped[Decimal] = mapped_column(
        Exact(7, 4), info={"unit": "%", "minimum": 0, "maximum": 100}, doc="State and local together."
    )
    taxes_shipping: Mapped[bool] = mapped_column(
        default=False, doc="Whether what is charged for shipping there is taxed too."
    )
    is_own_place: Mapped[bool] = mapped_column(
        default=False, info=VERBS_ONLY, doc="The shop's own place: for what is fetched there."
    )

    def __str__(self) -> str:
        return f"{self.name} ({percent_label(self.percent)})" if self.percent is not None else self.name

    @verb(by={MANAGER, BOOKKEEPER}, unless=_applies_already)
    def make_own_place(self) -> None:
        """Let it apply at the shop's own place, wherever no other place is named."""
        session = session_of(self)
        others = sa.select(TaxRate.id).where(TaxRate.is_own_place.is_(True), TaxRate.id != self.id)
        for other in lock_all(session, TaxRate, session.scalars(others).all()):
            other.leave_own_place()
        self.is_own_place = True

    @verb()
    def leave_own_place(self) -> None:
        """Another rate applies at the shop's own place."""
        self.is_own_place = False


class ShipTo(Archivable, Versioned):
    """A place that a customer's goods go to."""

    __tablename__ = "ship_tos"

    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    name: Mapped[str] = mapped_column(String(120), doc="What people call the place, such as Warehouse.")
    address: Mapped[str | None] = mapped_column(Prose(500), doc="As it stands on the parcel.")
    tax_rate_id: Mapped[str | None] = mapped_column(
        ForeignKey("sales_tax_rates.id"),
        index=True,
        doc="Left empty, the rate of the shop's own place applies.",
    )

    customer: Mapped[Customer] = relationship()
    tax_rate: Mapped[TaxRate | None] = relationship()

    def __str__(self) -> str:
        return self.name


def percent_label(percent: Decimal) -> str:
    """A rate as people read it: 8.25 %, and no more places than it has."""
    short = f"{percent:f}".rstrip("0").rstrip(".") if percent % 1 else f"{percent:.0f}"
    return f"{short} %"


def own_rate(session: Session) -> TaxRate | None:
    """The rate of the shop's own place, if one was named."""
    return session.scalars(sa.select(TaxRate).where(TaxRate.is_own_place.is_(True)).limit(1)).first()


@on_fact(TaxRate)
def keep_a_rate_for_the_own_place(session: Session, facts: list[Fact]) -> None:
    """The first rate of a shop applies at its own place."""
    new = [fact.id for fact in facts if fact.kind == "new"]
    if new and own_rate(session) is None:
        lock_all(session, TaxRate, new)[0].make_own_place()
