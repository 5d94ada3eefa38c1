"""Customers and the people who speak for them."""

from __future__ import annotations

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .core.archiving import Archivable
from .core.base import Versioned
from .core.prefixes import found_by
from .core.types import Choice, Prose


@found_by("name", "email")
class Customer(Archivable, Versioned):
    """Whom the shop works for: a company, a club, a person."""

    __tablename__ = "customers"
    __portal__ = "id"
    __sections__ = {
        "Customer": ("name",),
        "How to reach them": ("email", "phone"),
        "Tax and notes": ("tax_exempt", "exemption_certificate", "exemption_expires_on", "notes"),
    }

    name: Mapped[str] = mapped_column(String(120), index=True)
    email: Mapped[str | None] = mapped_column(String(254), index=True, doc="Where mails about jobs go.")
    phone: Mapped[str | None] = mapped_column(String(40))
    tax_exempt: Mapped[bool] = mapped_column(
        default=False, doc="Buys without sales tax; keep the certificate on file."
    )
    exemption_certificate: Mapped[str | None] = mapped_column(
        String(60), doc="The number of the certificate by which it buys without sales tax."
    )
    exemption_expires_on: Mapped[dt.date | None] = mapped_column(
        sa.Date, doc="From the day after, sales tax is charged again."
    )
    notes: Mapped[str | None] = mapped_column(Prose())

    contacts: Mapped[list[CustomerContact]] = relationship(
        back_populates="customer", passive_deletes="all", order_by="CustomerContact.id"
    )

    def __str__(self) -> str:
        return self.name

    def mail_address(self) -> str | None:
        """The customer's own address, else that of the first contact who has one and is not archived."""
        reachable = (
            contact.email for contact in self.contacts if contact.archived_at is None and contact.email
        )
        return self.email or next(reachable, None)


class PortalRight(enum.StrEnum):
    """What a contact may do in the portal: see all that is the customer's, or answer for the customer besides."""

    VIEWER = "VIEWER"
    APPROVER = "APPROVER"


@found_by("name", "email")
class CustomerContact(Archivable, Versioned):
    """A person at a customer."""

    __tablename__ = "customer_contacts"
    __live__ = True
    __portal__ = "customer_id"
    __table_args__ = (sa.UniqueConstraint("customer_id", "email"),)

    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    name: Mapped[str] = mapped_column(String(120), index=True)
    email: Mapped[str | None] = mapped_column(String(254), index=True)
    phone: Mapped[str | None] = mapped_column(String(40))
    portal_right: Mapped[PortalRight] = mapped_column(
        Choice(PortalRight),
        default=PortalRight.APPROVER,
        server_default=PortalRight.APPROVER.name,
        doc="In the portal: a viewer looks, an approver also decides on quotes and designs.",
    )

    customer: Mapped[Customer] = relationship(back_populates="contacts")

    def __str__(self) -> str:
        return self.name

    @property
    def may_decide(self) -> bool:
        """Whether the contact answers quotes and designs for the customer."""
        return self.portal_right == PortalRight.APPROVER
