"""Credit notes: what is taken back of an issued invoice, whole or by lines, and never more than is left."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ..core.base import lock, new_id, session_of
from ..core.doors import speaking
from ..core.errors import RuleBroken
from ..core.labels import dollars
from . import deposits
from .life import ISSUED, InvoiceKind, LineKind
from .lines import InvoiceLine
from .reckoning import NOTHING, tax_taken_back

if TYPE_CHECKING:
    from .invoices import Invoice


def draft(invoice: Invoice, reason: str) -> Invoice:
    """A draft of a credit note over all that is left of `invoice`, which is held."""
    left = left_of(invoice)
    if not any(left.values()):
        raise RuleBroken(f"Nothing is left to credit on {invoice}: all of it was taken back or deducted.")
    session, made = session_of(invoice), type(invoice)
    note = made(
        id=new_id(),
        kind=InvoiceKind.CREDIT_NOTE,
        customer_id=invoice.customer_id,
        job_id=invoice.job_id,
        credits_id=invoice.id,
        notes=reason,
    )
    session.add(note)
    session.flush()
    note.lines = [_taken_back(line, left[line.id]) for line in invoice.lines if left[line.id]]
    session.flush()
    return note


def _taken_back(line: InvoiceLine, left: Decimal) -> InvoiceLine:
    """The line that credits what is `left` of `line`: its pieces at their price, or what remains as one."""
    is_whole = left == line.amount
    return InvoiceLine(
        position=line.position,
        kind=line.kind,
        description=line.description,
        quantity=line.quantity if is_whole else Decimal(1),
        unit_price=line.unit_price if is_whole else left,
        is_taxable=line.is_taxable,
        credits_line_id=line.id,
        deposit_id=line.deposit_id,
    )


def complete(note: Invoice) -> None:
    """Fix the amounts of a credit note, and take them off its invoice. RuleBroken beyond what is left."""
    invoice = note.credits
    if invoice is None:
        raise RuleBroken(f"{note} takes back no invoice: begin at the invoice, with “Credit”.")
    lock(invoice)
    left, credited = left_of(invoice), _credited(invoice)
    for line in note.lines:
        origin = line.credits_line
        if origin is None or origin.invoice_id != invoice.id:
            raise RuleBroken(f"“{line}” is no line of {invoice}: a credit note takes back what was charged.")
        _refuse_more(line, origin, left[origin.id])
        before = credited.get(origin.id, NOTHING)
        with speaking(line):
            line.tax_amount = tax_taken_back(origin.tax_amount, origin.amount, before, line.amount)
        left[origin.id] -= line.amount
        credited[origin.id] = before + line.amount
    _refuse_a_discount_alone(invoice, left)
    _fix(note, invoice)


def _refuse_a_discount_alone(invoice: Invoice, left: dict[str, Decimal]) -> None:
    """What was charged less is taken back with what it was charged on: never more goes back than was charged."""
    rest = sum((left[line.id] for line in invoice.lines if line.deposit_id is None), NOTHING)
    if rest < 0:
        raise RuleBroken(
            f"Nothing was credited: {dollars(-rest)} more would be taken back of {invoice} than was charged. "
            "Credit its discount too, or lower the lines by it."
        )


def _refuse_more(line: InvoiceLine, origin: InvoiceLine, left: Decimal) -> None:
    same_side = line.amount * left > 0
    if not same_side or abs(line.amount) > abs(left):
        raise RuleBroken(
            f"Nothing was credited: {dollars(line.amount)} for “{line}” does not fit, "
            f"{dollars(left)} of it is left. Lower the line, or delete it."
        )
    if origin.deposit_id is not None and line.amount != left:
        raise RuleBroken(
            f"Nothing was credited: “{line}” is taken back whole ({dollars(left)}) or not at all."
        )


def _fix(note: Invoice, invoice: Invoice) -> None:
    note.sales_tax_rate, note.tax_rate = invoice.sales_tax_rate, invoice.tax_rate
    note.bill_to, note.ship_to, note.exemption = invoice.bill_to, invoice.ship_to, invoice.exemption
    bearing = sum((line.amount for line in note.lines if _bore_tax(line)), NOTHING)
    is_exempt = bool(invoice.exempt_amount)
    note.taxable_amount = bearing if invoice.taxable_amount else NOTHING
    note.exempt_amount = bearing if is_exempt else NOTHING
    note.subtotal = sum((line.amount for line in note.lines), NOTHING)
    note.tax_amount = sum((line.tax_amount for line in note.lines), NOTHING)
    note.total = note.credited_amount = note.subtotal + note.tax_amount
    note.balance = NOTHING
    if note.total <= 0:
        raise RuleBroken(f"Nothing was credited: the lines come to {dollars(note.total)}.")


def _bore_tax(line: InvoiceLine) -> bool:
    """As its origin was reckoned: shipping that the place does not tax was marked so when it was issued."""
    return line.is_taxable and line.kind != LineKind.DEPOSIT


def left_of(invoice: Invoice) -> dict[str, Decimal]:
    """What can still be credited of each line of an issued invoice, by the line's id."""
    credited = _credited(invoice)
    left = {line.id: line.amount - credited.get(line.id, NOTHING) for line in invoice.lines}
    if invoice.kind == InvoiceKind.DEPOSIT:
        applied = deposits.applied(session_of(invoice), [invoice.id]).get(invoice.id, NOTHING)
        for line in reversed(invoice.lines):
            taken = min(applied, left[line.id])
            left[line.id] -= taken
            applied -= taken
    return left


def _credited(invoice: Invoice) -> dict[str, Decimal]:
    table: Any = type(invoice)
    origin = InvoiceLine.credits_line_id
    mine = (
        sa.select(origin, sa.func.sum(InvoiceLine.amount))
        .join(table, table.id == InvoiceLine.invoice_id)
        .where(table.credits_id == invoice.id, table.status.in_(ISSUED))
        .group_by(origin)
    )
    return {line_id: total for line_id, total in session_of(invoice).execute(mine) if line_id}
