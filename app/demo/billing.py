"""What the demo charges, is paid and spends: deposits before large orders, final invoices at hand-over, payments as its
customers pay, now and then a mistake that is put right.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

import sqlalchemy as sa

from models.billing import Invoice, InvoiceKind, InvoiceStatus, Payment
from models.core import clock
from models.core.types import round_half_up
from models.customers import Customer
from models.expenses import Expense, ExpenseKind
from models.jobs import Job, JobStatus
from models.sales_tax import ShipTo, TaxRate

from .customers import profiles
from .registry import every_workday, opening, when
from .simulation import Simulation, Story

DEPOSIT_FROM: Final = Decimal(2500)
"""An order of so many dollars is paid half in advance."""

BRANCHES: Final = {"Acme": "W210 N5300 Silver Spring Rd\nMenomonee Falls, WI 53051"}
"""Customers whose goods go to another state, which taxes shipping too."""

PAID_BY: Final = ("Check", "Card", "Transfer", "Card")
LETTERS: Final = {"Check": "CH", "Card": "CARD", "Transfer": "ACH"}
OVER: Final = frozenset({JobStatus.CANCELLED, JobStatus.DECLINED, JobStatus.EXPIRED})


@opening(35)
def say_what_is_taxed(shop: Simulation) -> None:
    """The rates of the shop's own place and of the branches, and the certificates of who is exempt."""
    with shop.by("manager"):
        shop.session.add(TaxRate(name="Chicago, IL", percent=Decimal("10.25")))
    with shop.by("manager"):  # the first rate is that of the shop's own place
        away = TaxRate(name="Waukesha County, WI", percent=Decimal("5.00"), taxes_shipping=True)
        shop.session.add(away)
        for customer in shop.session.scalars(sa.select(Customer).order_by(Customer.id)):
            if customer.tax_exempt:
                customer.exemption_certificate = f"E99{shop.random.randrange(10**5, 10**6)}"
                shop.session.flush()  # one after the other, so that the trail tells them in one order
            if customer.name in BRANCHES:
                place = ShipTo(customer=customer, name="Wisconsin branch", address=BRANCHES[customer.name])
                place.tax_rate = away
                shop.session.add(place)


@when(Job, "begin_prep")
def send_it_to_the_branch(shop: Simulation, job: Job) -> None:
    """Some orders go to a customer's branch."""
    if job.customer.name in BRANCHES and job.ship_to is None and shop.chance(0.3):
        with shop.by("office"):
            wanted = sa.select(ShipTo).where(ShipTo.customer_id == job.customer_id).limit(1)
            job.ship_to = shop.session.scalars(wanted).first()


def deposit(shop: Simulation, job: Job) -> Story:
    """Large orders, and who pays late, pay half in advance; production waits for it."""
    known, amount = profiles().get(job.customer.name), job.quoted_amount or Decimal(0)
    is_asked = _invoices(shop, job, InvoiceKind.DEPOSIT) != []
    if is_asked or not amount or (amount < DEPOSIT_FROM and (known is None or known.temper != "bad")):
        return
    shop.do("office", job, "ask_for_deposit")
    for invoice in _invoices(shop, job, InvoiceKind.DEPOSIT):
        yield shop.in_days(1, 6)
        if invoice.status != InvoiceStatus.PAID and job.status not in OVER:
            _pay(shop, invoice, invoice.balance)


@when(Job, "cancel")
def give_the_deposit_back(shop: Simulation, job: Job) -> None:
    """What was paid in advance for a job that is called off goes back."""
    for invoice in _invoices(shop, job, InvoiceKind.DEPOSIT):
        if invoice.credited_amount < invoice.total:
            shop.do("bookkeeper", invoice, "credit", reason=f"{job.number} was called off")
            if invoice.balance < 0:
                shop.do("bookkeeper", invoice, "refund", amount=-invoice.balance, method="Transfer")


@when(Job, "ready_for_pickup", "ship")
def write_the_invoice(shop: Simulation, job: Job) -> None:
    """The bookkeeper writes the final invoice when the goods go out, once, and sends it."""
    if not job.quoted_amount or _invoices(shop, job, InvoiceKind.FINAL):
        return
    freight = Decimal(shop.random.randrange(12, 60)) if job.carrier else Decimal(0)
    shop.do("bookkeeper", job, "write_final_invoice", shipping=freight)
    for invoice in _invoices(shop, job, InvoiceKind.FINAL):
        shop.do("bookkeeper", invoice, "issue")
        shop.begin(_is_paid(shop, job, invoice))


def _is_paid(shop: Simulation, job: Job, invoice: Invoice) -> Story:
    """Paid as this customer pays, now and then in two parts, or after something was credited."""
    known = profiles().get(job.customer.name)
    days = max(1, round((known.pays_after if known else 14) * shop.random.uniform(0.7, 1.5)))
    if shop.chance(0.03):
        yield shop.in_days(1, 4)
        _credit_some(shop, invoice)
    for part in _parts(shop, invoice.balance):
        yield shop.on(clock.shop_day() + dt.timedelta(days=days))
        if part <= invoice.balance:
            payment = _pay(shop, invoice, part)
            if shop.chance(0.01):
                yield shop.in_days(1, 3)
                shop.do("bookkeeper", payment, "reverse", reason="The check was returned by the bank")
                yield shop.in_days(2, 6)
                _pay(shop, invoice, part)


def _parts(shop: Simulation, total: Decimal) -> Iterator[Decimal]:
    if total > 400 and shop.chance(0.12):
        yield (half := round_half_up(total / 2))
        yield total - half
    elif total > 0:
        yield total


def _credit_some(shop: Simulation, invoice: Invoice) -> None:
    """Two pieces came spoiled: they are taken off the bill."""
    shop.do("bookkeeper", invoice, "draft_credit", reason="Two pieces came spoiled")
    with shop.by("bookkeeper"):
        wanted = (
            sa.select(Invoice).where(Invoice.credits_id == invoice.id).order_by(Invoice.id.desc()).limit(1)
        )
        note = shop.session.scalars(wanted).one()
        first, *others = note.lines
        for other in others:
            note.lines.remove(other)
        first.quantity = min(first.quantity, Decimal(2))
    shop.do("bookkeeper", note, "issue")


def _pay(shop: Simulation, invoice: Invoice, amount: Decimal) -> Payment:
    method = shop.random.choice(PAID_BY)
    reference = f"{LETTERS[method]}-{shop.random.randrange(10**5, 10**6)}"
    shop.do("bookkeeper", invoice, "record_payment", amount=amount, method=method, reference=reference)
    newest = sa.select(Payment).where(Payment.invoice_id == invoice.id).order_by(Payment.id.desc()).limit(1)
    return shop.session.scalars(newest).one()


def _invoices(shop: Simulation, job: Job, kind: InvoiceKind) -> list[Invoice]:
    mine = sa.select(Invoice).where(Invoice.job_id == job.id, Invoice.kind == kind).order_by(Invoice.id)
    return list(shop.session.scalars(mine))


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
