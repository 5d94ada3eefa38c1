"""What is billed of a job: a deposit, and at the end what was agreed. The verbs are the job's; here they are done."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core.base import new_id
from ..core.errors import RuleBroken
from ..core.events import Event, on_verb
from ..core.labels import dollars
from ..core.types import round_half_up
from ..jobs import Job
from ..settings import value_of
from . import deposits
from .invoices import Invoice
from .issuing import reckon
from .life import InvoiceKind, InvoiceStatus, LineKind
from .lines import InvoiceLine
from .reckoning import NOTHING


class Charge(NamedTuple):
    """One line to come: what, how many, at what price each."""

    kind: LineKind
    description: str
    quantity: Decimal
    unit_price: Decimal


AGREED: Final[list[Callable[[Session, Job], list[Charge]]]] = []
"""What was agreed of a job besides its items, each by a line of its own; areas above append theirs."""


@on_verb(Job, "ask_for_deposit")
def ask_for_a_deposit(session: Session, happened: Event) -> None:
    """Write a deposit invoice and issue it."""
    job, amount = happened.subject, happened.details["amount"]
    if amount is None:
        amount = _share_of(session, job)
    asked = sum(deposits.left_of(session, job.id).values(), NOTHING)
    if job.quoted_amount is not None and asked + amount > job.quoted_amount:
        raise RuleBroken(
            f"No deposit was asked: with {dollars(asked)} asked before, {dollars(amount)} is more than "
            f"the {dollars(job.quoted_amount)} of {job}. Ask for at most {dollars(job.quoted_amount - asked)}."
        )
    charge = Charge(LineKind.DEPOSIT, f"Deposit for {job}"[:300], Decimal(1), amount)
    _draft(session, job, InvoiceKind.DEPOSIT, [_line(charge)]).issue()


def _share_of(session: Session, job: Job) -> Decimal:
    percent = value_of(session, "deposit_percent")
    amount = round_half_up((job.quoted_amount or NOTHING) * percent / 100)
    if not amount:
        raise RuleBroken(f"No deposit was asked: {job} has no price yet. Say how much, or quote it first.")
    return amount


@on_verb(Job, "write_final_invoice")
def write_the_final_invoice(session: Session, happened: Event) -> None:
    """Draft the final invoice: what was agreed, shipping, less what was asked for in advance."""
    job = happened.subject
    _refuse_a_second(session, job)
    lines = [_line(charge) for charge in _agreed(session, job, happened.details["shipping"])]
    if not lines:
        raise RuleBroken(f"Nothing was invoiced: {job} has neither items with prices nor a quoted amount.")
    invoice = _draft(session, job, InvoiceKind.FINAL, lines)
    _deduct_deposits(session, invoice)


def _refuse_a_second(session: Session, job: Job) -> None:
    mine = sa.select(Invoice).where(Invoice.job_id == job.id, Invoice.kind == InvoiceKind.FINAL)
    for known in session.scalars(mine.order_by(Invoice.id)):
        if known.status == InvoiceStatus.DRAFT:
            raise RuleBroken(f"Nothing was written: {job} has a draft already. Issue it, or delete it.")
        if known.credited_amount < known.total:
            raise RuleBroken(f"Nothing was written: {known} is issued for {job}. Credit it before another.")


def _agreed(session: Session, job: Job, shipping: Decimal) -> list[Charge]:
    """Items at their prices, fees and changes; together the quoted amount, if there is one; and shipping on top."""
    charges = [
        Charge(LineKind.GOODS, str(item)[:300], Decimal(item.quantity), item.unit_price)
        for item in job.items
        if item.unit_price and item.quantity
    ]
    for agreed in AGREED:
        charges += agreed(session, job)
    if job.quoted_amount is not None:
        charges += _rest(session, job, job.quoted_amount - _sum(charges))
    if shipping:
        charges.append(Charge(LineKind.SHIPPING, "Shipping", Decimal(1), shipping))
    return charges


def _rest(session: Session, job: Job, rest: Decimal) -> list[Charge]:
    """What the quoted amount is more, or less, than the lines so far: the rush fee, and what else was agreed."""
    charges = []
    fee = min(value_of(session, "rush_fee"), rest) if job.is_rush else NOTHING
    if fee > 0:
        charges.append(Charge(LineKind.FEE, "Rush fee", Decimal(1), fee))
        rest -= fee
    if rest:
        told = "Set-up and changes as agreed" if rest > 0 else "Discount as agreed"
        charges.append(Charge(LineKind.OTHER, told, Decimal(1), rest))
    return charges


def _sum(charges: list[Charge]) -> Decimal:
    return sum((round_half_up(each.quantity * each.unit_price) for each in charges), NOTHING)


def _deduct_deposits(session: Session, invoice: Invoice) -> None:
    """A line for each deposit that was asked for; together not more than the invoice comes to."""
    room = reckon(invoice).total
    for deposit_id, left in deposits.left_of(session, invoice.job_id).items():
        amount = min(left, room)
        if amount > 0:
            number = session.scalar(sa.select(Invoice.number).where(Invoice.id == deposit_id))
            charge = Charge(LineKind.DEPOSIT, f"Less deposit {number}", Decimal(1), -amount)
            invoice.lines.append(
                _line(charge, is_taxable=False, deposit_id=deposit_id, position=len(invoice.lines) + 1)
            )
            room -= amount
    session.flush()


def _draft(session: Session, job: Job, kind: InvoiceKind, lines: list[InvoiceLine]) -> Invoice:
    invoice = Invoice(id=new_id(), kind=kind, customer=job.customer, job=job)
    session.add(invoice)
    session.flush()
    for position, line in enumerate(lines, start=1):
        line.position = position
    invoice.lines = lines
    session.flush()
    return invoice


def _line(charge: Charge, **others: Any) -> InvoiceLine:
    taxed = charge.kind != LineKind.DEPOSIT
    return InvoiceLine(**charge._asdict(), **({"is_taxable": taxed} | others))
