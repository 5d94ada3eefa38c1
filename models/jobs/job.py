"""A job and its life: every verb, who may speak it, from where and to where (domain.md, "Job life")."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Annotated

import sqlalchemy as sa
from pydantic import Field
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core import clock
from ..core.actor import current_actor
from ..core.arguments import Amount, InAdvance, Message, Pieces, Price, Reason, Shipping
from ..core.base import Versioned, session_of
from ..core.doors import VERBS_ONLY, is_spoken_to, state_column
from ..core.errors import NotAllowed, RuleBroken
from ..core.kinship import of_the_same
from ..core.labels import label
from ..core.prefixes import found_by
from ..core.roles import ARTIST, BOOKKEEPER, MANAGER, OFFICE, PRODUCTION
from ..core.series import numbered
from ..core.types import Choice, Money, Prose, UtcDateTime
from ..core.visibility import PRICES
from ..core.workflow import COMPUTED, transition, verb
from ..customers import Customer, CustomerContact
from ..sales_tax import ShipTo
from ..settings import value_of
from .life import ACTIVE, CHANGEABLE, HANDED_OVER, PRODUCED, CustomerStep, JobStatus, S, customer_step

if TYPE_CHECKING:
    from ..gates import JobGate
    from .history import JobStatusUpdate
    from .items import JobItem

move = partial(transition, "status", remarks={"message": (Message, ""), "is_customer_visible": (bool, True)})
"""A transition of a job. Every move may carry a message to the customer, or be kept from them."""

UNDECIDED = frozenset({S.QUOTE, S.QUOTE_SENT})
EVERY = frozenset(S)


def _is_rush_already(job: Job) -> str:
    return f"{job} is a rush job already." if job.is_rush else ""


def _while_blocked(what: str) -> Callable[[Job], str]:
    """Why a job cannot do `what` while one of its gates is blocked.

    Foreseeing it for a page of jobs looks at the gates that were loaded with them; doing it reads them anew.
    """

    def told(job: Job) -> str:
        blocked = job.blocked_gates() if is_spoken_to(job) else [g for g in job.gates if g.is_blocked]
        named = "; ".join(gate.explanation for gate in blocked)
        return f"{job} cannot {what}: {named}. Pass the gate, or ask a manager to waive it." if named else ""

    return told


@found_by("number", "title")
@numbered("J")
class Job(Versioned):
    """An order from quote to hand-over."""

    __tablename__ = "jobs"
    __live__ = True
    __portal__ = "customer_id"
    __sections__ = {
        "Order": ("title", "customer", "contact", "number"),
        "Date and price": ("due_on", "quoted_amount"),
        "Delivery": ("ship_to",),
        "Notes": ("notes",),
    }

    number: Mapped[str] = mapped_column(String(20), unique=True, doc="Left empty, it gets the next number.")
    title: Mapped[str] = mapped_column(String(200), index=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    contact_id: Mapped[str | None] = mapped_column(
        ForeignKey("customer_contacts.id"), index=True, info=of_the_same("customer_id")
    )
    status: Mapped[JobStatus] = state_column(JobStatus, S.QUOTE, index=True)
    held_from: Mapped[JobStatus | None] = mapped_column(Choice(JobStatus), info=VERBS_ONLY)
    due_on: Mapped[dt.date | None] = mapped_column(sa.Date, index=True, doc="The in-hands date.")
    is_rush: Mapped[bool] = mapped_column(default=False, info=VERBS_ONLY)
    ship_to_id: Mapped[str | None] = mapped_column(
        ForeignKey("ship_tos.id"),
        index=True,
        info=of_the_same("customer_id"),
        doc="Where it goes; left empty, it is fetched at the shop.",
    )
    quoted_amount: Mapped[Decimal | None] = mapped_column(
        Money(), info=PRICES | {"unit": "$", "minimum": 0}, doc="Without sales tax."
    )
    quote_expires_on: Mapped[dt.date | None] = mapped_column(sa.Date, info=VERBS_ONLY)
    carrier: Mapped[str | None] = mapped_column(String(60), info=VERBS_ONLY)
    tracking_number: Mapped[str | None] = mapped_column(String(80), info=VERBS_ONLY)
    shipped_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)
    notes: Mapped[str | None] = mapped_column(Prose(), doc="For the shop only.")

    customer: Mapped[Customer] = relationship()
    contact: Mapped[CustomerContact | None] = relationship()
    ship_to: Mapped[ShipTo | None] = relationship()
    items: Mapped[list[JobItem]] = relationship(
        back_populates="job", cascade="all, delete-orphan", order_by="JobItem.id"
    )
    gates: Mapped[list[JobGate]] = relationship(
        back_populates="job", cascade="all, delete-orphan", order_by="JobGate.position"
    )
    status_updates: Mapped[list[JobStatusUpdate]] = relationship(
        back_populates="job", passive_deletes="all", order_by="JobStatusUpdate.id"
    )

    def __str__(self) -> str:
        return f"{self.number} {self.title}" if self.number else self.title

    @property
    def step(self) -> CustomerStep:
        """What the customer sees of the status."""
        return customer_step(self.status, self.held_from)

    def mail_address(self) -> str | None:
        """Where mails about this job go: its contact's address, else the customer's."""
        return (self.contact.email if self.contact else None) or self.customer.mail_address()

    @verb(by={OFFICE, MANAGER}, column="status", sources={S.QUOTE})
    def use_price(self, price: Price | None = None) -> None:
        """Quote what the price table says, or another price; what explains it is kept."""

    @move({S.QUOTE}, S.QUOTE_SENT, by={OFFICE, MANAGER})
    def send_quote(self) -> None:
        """Send the quote to the customer."""
        days = value_of(session_of(self), "quote_valid_days")
        self.quote_expires_on = clock.shop_day() + dt.timedelta(days=days)

    @move(UNDECIDED, S.APPROVED, by={OFFICE, MANAGER})
    def accept_quote(self) -> None:
        """The customer said yes."""

    @move({S.QUOTE_SENT}, S.DECLINED, by={OFFICE, MANAGER})
    def decline(self, reason: Reason) -> None:
        """The customer said no."""

    @move({S.QUOTE_SENT}, S.EXPIRED)
    def expire(self) -> None:
        """The quote's date has passed without an answer."""

    @move({S.QUOTE_SENT, S.DECLINED, S.EXPIRED}, S.QUOTE, by={OFFICE, MANAGER})
    def revise_quote(self) -> None:
        """Take the quote back to change it."""
        self.quote_expires_on = None

    @verb(by={OFFICE, MANAGER}, column="status", sources=CHANGEABLE)
    def change_order(self, what: Reason, amount: Amount, accepted_by: Reason) -> None:
        """The customer accepted a change of the order and of its price."""
        changed = (self.quoted_amount or Decimal(0)) + amount
        if changed < 0:
            raise RuleBroken(f"The change of {amount} would make the price of {self} negative.")
        self.quoted_amount = changed

    @verb(
        by={OFFICE, MANAGER},
        column="status",
        sources={*UNDECIDED, S.APPROVED, S.PREP, S.READY},
        unless=_is_rush_already,
    )
    def accept_rush(self) -> None:
        """Take the job as a rush: add the rush fee and tell the customer."""
        self.is_rush = True
        self.quoted_amount = (self.quoted_amount or Decimal(0)) + value_of(session_of(self), "rush_fee")

    @verb(by={OFFICE, MANAGER, BOOKKEEPER}, column="status", sources={*UNDECIDED, *ACTIVE, S.ON_HOLD})
    def ask_for_deposit(self, amount: InAdvance | None = None) -> None:
        """Send an invoice for money in advance; production waits until it is paid."""

    @verb(by={OFFICE, MANAGER, BOOKKEEPER}, column="status", sources={*ACTIVE, *HANDED_OVER, S.ON_HOLD})
    def write_final_invoice(self, shipping: Shipping = Decimal(0)) -> None:
        """Draft the invoice of what was agreed, less what was asked for in advance."""

    @move({S.APPROVED}, S.PREP, by={OFFICE, ARTIST, PRODUCTION, MANAGER})
    def begin_prep(self) -> None:
        """Begin to get art and materials ready."""

    @move({S.PREP}, S.READY, by={OFFICE, PRODUCTION, MANAGER}, unless=_while_blocked("be ready"))
    def mark_ready(self) -> None:
        """All is there: production may begin."""

    @move({S.READY}, S.PREP)
    def lose_readiness(self) -> None:
        """A gate has fallen back."""

    @move({S.READY}, S.IN_PRODUCTION, by={PRODUCTION, MANAGER}, unless=_while_blocked("go into production"))
    def start_production(self) -> None:
        """Begin to print."""

    @move({S.IN_PRODUCTION}, S.QUALITY_CHECK, by={PRODUCTION, MANAGER})
    def send_to_quality_check(self) -> None:
        """Printing is finished."""

    @move({S.QUALITY_CHECK}, S.IN_PRODUCTION, by={PRODUCTION, MANAGER})
    def remake(self, cause: Reason, quantity: Pieces) -> None:
        """Some pieces must be made again."""

    @move({S.QUALITY_CHECK}, S.PACKED, by={PRODUCTION, MANAGER})
    def pack(self) -> None:
        """The pieces are good and packed."""

    @move({S.PACKED}, S.READY_FOR_PICKUP, by={OFFICE, PRODUCTION, MANAGER})
    def ready_for_pickup(self) -> None:
        """The customer may come and fetch it."""

    @move({S.PACKED, S.READY_FOR_PICKUP}, S.SHIPPED, by={OFFICE, PRODUCTION, MANAGER})
    def ship(
        self,
        carrier: Annotated[str, Field(min_length=1, max_length=60)],
        tracking: Annotated[str, Field(max_length=80)] = "",
    ) -> None:
        """Hand it to a carrier."""
        self.carrier, self.tracking_number, self.shipped_at = carrier, tracking or None, clock.now()

    @move({S.READY_FOR_PICKUP, S.SHIPPED}, S.COMPLETED, by={OFFICE, MANAGER})
    def complete(self) -> None:
        """The customer has it."""

    @move(ACTIVE, S.ON_HOLD, by={OFFICE, PRODUCTION, MANAGER})
    def hold(self, reason: Reason, tell_customer: bool = False) -> None:
        """Pause the job."""
        self.held_from = self.status

    @move({S.ON_HOLD}, COMPUTED, by={OFFICE, MANAGER})
    def resume(self) -> JobStatus:
        """Go on where it was held; a ready job's gates are looked at again."""
        held_from, self.held_from = self.held_from or S.APPROVED, None
        return self._ready_or_in_prep(held_from)

    @move({*UNDECIDED, *ACTIVE, S.ON_HOLD}, S.CANCELLED, by={OFFICE, MANAGER})
    def cancel(self, reason: Reason) -> None:
        """Call the job off. Its costs stay."""
        if not PRODUCED.isdisjoint({self.status, self.held_from}) and not current_actor().has(MANAGER):
            raise NotAllowed(f"{self} was in production already: only a manager may cancel it.")
        self.held_from = None

    @move(EVERY - {S.QUOTE}, COMPUTED, by={MANAGER})
    def step_back(self, reason: Reason) -> JobStatus:
        """Undo a mistaken move: back to the status before."""
        return self._status_before()

    @move({S.COMPLETED, S.CANCELLED}, COMPUTED, by={MANAGER})
    def reopen(self, reason: Reason) -> JobStatus:
        """Take it up again in the status before it ended."""
        return self._status_before()

    @move({S.QUOTE}, COMPUTED)
    def import_as(
        self, status: JobStatus, shipped_at: dt.datetime | None = None, is_rush: bool = False
    ) -> JobStatus:
        """Take the status it had in another system: one row of history, unless it is a quote as every new job, no mail.

        A shipped job of which nobody knows when it left was shipped now, so that time completes it. A rush is one
        already: no fee is added.
        """
        if status == S.ON_HOLD:
            raise RuleBroken(
                f"A job cannot be imported as {label(status)}: import it in the status it had before."
            )
        self.shipped_at = shipped_at or (clock.now() if status == S.SHIPPED else None)
        self.is_rush = is_rush
        return status

    def blocked_gates(self) -> list[JobGate]:
        """The gates that are BLOCKED now, in their order, read anew."""
        gate = type(self).gates.property.mapper.class_
        mine = sa.select(gate).where(gate.job_id == self.id).order_by(gate.position)
        gates = session_of(self).scalars(mine.execution_options(populate_existing=True))
        return [each for each in gates if each.is_blocked]

    def _ready_or_in_prep(self, status: JobStatus) -> JobStatus:
        return S.PREP if status == S.READY and self.blocked_gates() else status

    def _status_before(self) -> JobStatus:
        from .history import statuses_passed

        passed = statuses_passed(session_of(self), self.id)
        if len(passed) < 2:
            raise RuleBroken(f"No earlier status of {self} is on record.")
        before = self._ready_or_in_prep(passed[-2])
        if before == self.status:
            raise RuleBroken(f"{self} cannot go back to ready: a gate is blocked.")
        self.held_from = passed[-3] if before == S.ON_HOLD and len(passed) > 2 else None
        return before
