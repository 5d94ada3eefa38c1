"""Money that comes in for an invoice and goes back. All of it is done while the invoice's row is held, so that two
people who take a payment at the same moment each see the other's.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from ..core import clock
from ..core.base import new_id, session_of
from ..core.doors import speaking
from ..core.errors import RuleBroken
from ..core.labels import dollars
from ..core.references import reference_key
from .life import InvoiceKind, InvoiceStatus
from .payments import Payment
from .reckoning import NOTHING

if TYPE_CHECKING:
    from .invoices import Invoice

S: Final = InvoiceStatus


def take(invoice: Invoice, amount: Decimal, method: str, reference: str, paid_on: dt.date) -> Payment:
    """Keep a payment of `amount`. RuleBroken beyond the balance, or when `reference` was recorded already."""
    if amount > invoice.balance:
        raise RuleBroken(
            f"Nothing was recorded: {dollars(amount)} is {dollars(amount - invoice.balance)} more than the "
            f"{dollars(invoice.balance)} that is left to pay on {invoice}. Record at most that."
        )
    _refuse_a_known(invoice, reference)
    return _keep(invoice, amount=amount, paid_on=paid_on, method=method or None, reference=reference or None)


def give_back(invoice: Invoice, amount: Decimal, method: str, reference: str) -> Payment:
    """Keep that `amount` went back. RuleBroken beyond what is owed to the customer."""
    owed = -invoice.balance
    if amount > owed:
        told = f"{dollars(owed)} is owed to the customer" if owed > 0 else "nothing is owed to the customer"
        raise RuleBroken(f"Nothing was given back: {told} on {invoice}. Credit it first, then refund.")
    _refuse_a_known(invoice, reference)
    today = clock.shop_day()
    return _keep(invoice, amount=-amount, paid_on=today, method=method or None, reference=reference or None)


def take_back(invoice: Invoice, payment: Payment, reason: str) -> Payment:
    """Keep that `payment` did not come, by a row that undoes it."""
    return _keep(
        invoice,
        amount=-payment.amount,
        paid_on=clock.shop_day(),
        method=payment.method,
        reverses_id=payment.id,
        notes=reason,
    )


def sum_up(invoice: Invoice) -> None:
    """Write what was paid and credited, and what is left, as their rows say."""
    invoice.paid_amount = _sum(invoice, Payment.amount, Payment.invoice_id == invoice.id)
    if invoice.kind != InvoiceKind.CREDIT_NOTE:
        table: Any = type(invoice)
        issued = table.status != S.DRAFT
        invoice.credited_amount = _sum(invoice, table.total, sa.and_(table.credits_id == invoice.id, issued))
    invoice.balance = invoice.total - invoice.paid_amount - invoice.credited_amount


def status_of(invoice: Invoice) -> InvoiceStatus:
    """PAID when nothing is left to pay, else whether something of it was paid or credited."""
    if invoice.balance <= 0:
        return S.PAID
    return S.PARTIALLY_PAID if invoice.balance < invoice.total else S.ISSUED


def _sum(invoice: Invoice, column: Any, condition: Any) -> Decimal:
    session = session_of(invoice)
    session.flush()
    found = session.scalar(sa.select(sa.func.sum(column)).where(condition))
    return Decimal(found or NOTHING)


def _keep(invoice: Invoice, **values: Any) -> Payment:
    payment = Payment(id=new_id())
    with speaking(payment):
        payment.invoice_id = invoice.id
        for name, value in values.items():
            setattr(payment, name, value)
    session_of(invoice).add(payment)
    invoice.settle()
    return payment


def _refuse_a_known(invoice: Invoice, reference: str) -> None:
    """RuleBroken when a payment of `invoice` that still counts has this reference, however it is spelled."""
    key = reference_key(reference)
    if not key:
        return
    mine = sa.select(Payment).where(
        Payment.invoice_id == invoice.id, Payment.reference.is_not(None), Payment.is_reversed.is_(False)
    )
    for known in session_of(invoice).scalars(mine.order_by(Payment.id)):
        if known.reference is not None and reference_key(known.reference) == key:
            raise RuleBroken(
                f"Nothing was recorded: {known.reference} of {known.paid_on:%-d %b %Y} "
                f"({dollars(abs(known.amount))}) is on {invoice} already. Reverse that one first if it was wrong."
            )
