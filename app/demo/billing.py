"""What the demo charges, is paid and spends. An invoice is written at hand-over and paid as its customer pays."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from models.billing import Invoice, InvoiceKind, InvoiceLine, Payment
from models.core import clock
from models.core.types import round_half_up
from models.expenses import Expense, ExpenseKind
from models.jobs import Job

from .customers import profiles
from .registry import every_workday, when
from .simulation import Simulation, Story

DEPOSIT_FROM = Decimal(2500)
"""An order of so many dollars is paid half in advance."""

TERMS = dt.timedelta(days=21)
PAID_BY = ("Check", "Card", "Transfer", "Card")


class Billed:
    """The jobs that have their final invoice, and what was paid in advance."""

    def __init__(self) -> None:
        self.final: set[str] = set()
        self.advance: dict[str, Decimal] = {}


@when(Job, "begin_prep")
def ask_for_a_deposit(shop: Simulation, job: Job) -> None:
    """Half in advance for large orders."""
    amount, billed = job.quoted_amount or Decimal(0), shop.own(Billed)
    if amount >= DEPOSIT_FROM and job.id not in billed.advance:
        half = billed.advance[job.id] = round_half_up(amount / 2)
        lines = [InvoiceLine(position=1, description=f"Half in advance, {job}"[:300], unit_price=half)]
        shop.begin(_is_paid(shop, job, _write(shop, job, InvoiceKind.DEPOSIT, lines), half))


@when(Job, "ready_for_pickup", "ship")
def write_the_invoice(shop: Simulation, job: Job) -> None:
    """The bookkeeper writes the final invoice when the goods go out, once."""
    billed = shop.own(Billed)
    if job.id in billed.final:
        return
    billed.final.add(job.id)
    invoice = _write(shop, job, InvoiceKind.FINAL, _lines(job, billed.advance.get(job.id, Decimal(0))))
    total = sum((line.quantity * line.unit_price for line in invoice.lines), Decimal(0))
    shop.begin(_is_paid(shop, job, invoice, total))


def _lines(job: Job, advance: Decimal) -> list[InvoiceLine]:
    """A line for each item, the rest of the quoted amount (changes, a rush), and what was paid in advance."""
    lines, rest = [], job.quoted_amount or Decimal(0)
    for item in job.items:
        price = item.unit_price or Decimal(0)
        lines.append((str(item), Decimal(item.quantity), price))
        rest -= item.quantity * price
    if rest:
        lines.append(("Rush fee" if job.is_rush else "Changes as agreed", Decimal(1), rest))
    if advance:
        lines.append(("Paid in advance", Decimal(1), -advance))
    return [
        InvoiceLine(position=position, description=what, quantity=quantity, unit_price=price)
        for position, (what, quantity, price) in enumerate(lines, start=1)
    ]


def _write(shop: Simulation, job: Job, kind: InvoiceKind, lines: list[InvoiceLine]) -> Invoice:
    today = clock.shop_day()
    with shop.by("bookkeeper"):
        invoice = Invoice(kind=kind, customer=job.customer, job=job, due_on=today + TERMS, lines=lines)
        shop.session.add(invoice)
    return invoice


def _is_paid(shop: Simulation, job: Job, invoice: Invoice, total: Decimal) -> Story:
    """Paid as this customer pays, now and then in two parts."""
    known = profiles().get(job.customer.name)
    days = max(1, round((known.pays_after if known else 14) * shop.random.uniform(0.7, 1.5)))
    parts = [total]
    if total > 400 and shop.chance(0.12):
        half = round_half_up(total / 2)
        parts = [half, total - half]
    for part in parts:
        yield shop.on(clock.shop_day() + dt.timedelta(days=days))
        with shop.by("bookkeeper"):
            payment = Payment(invoice=invoice, amount=part, paid_on=clock.shop_day())
            payment.method = shop.random.choice(PAID_BY)
            shop.session.add(payment)


@when(Job, "ship")
def pay_the_carrier(shop: Simulation, job: Job) -> None:
    """Freight is an expense of the job."""
    amount = Decimal(shop.random.randrange(1180, 6400)) / 100
    _spend(shop, f"Freight, {job.carrier}, {job.number}", amount, ExpenseKind.SHIPPING, job)


@every_workday(at=16.8)
def pay_the_bills(shop: Simulation) -> None:
    """Rent and power on the first working days of a month, small things in between."""
    day = clock.shop_day()
    if day.day <= 3 and (day.weekday() == 0 or day.day == 1):
        _spend(shop, f"Rent and power, {day:%B %Y}", Decimal("2850.00"), ExpenseKind.OTHER)
    elif shop.chance(0.12):
        what = shop.random.choice(("Emulsion and film", "Needles and bobbins", "Pallet tape", "Test prints"))
        _spend(shop, what, Decimal(shop.random.randrange(900, 14000)) / 100, ExpenseKind.MATERIAL)


def _spend(shop: Simulation, what: str, amount: Decimal, kind: ExpenseKind, job: Job | None = None) -> None:
    with shop.by("bookkeeper"):
        expense = Expense(description=what, amount=amount, kind=kind, spent_on=clock.shop_day(), job=job)
        shop.session.add(expense)
