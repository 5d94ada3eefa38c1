"""The demo shop's jobs, each brought to where it stands by the job's own verbs, in the last weeks."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.catalog import Material, Product
from models.core import clock
from models.core.types import round_half_up
from models.customers import Customer
from models.jobs import DecorationMethod, Job, JobItem, JobItemDecoration, JobItemSize
from models.notifications import NotificationQueue

M = DecorationMethod


class Order(NamedTuple):
    """A job of the demo: how far it came (see `PATHS`), how many days ago it was asked for, in how many it is due."""

    customer: str
    title: str
    product: str
    garment: str
    sizes: dict[str, int]
    method: DecorationMethod
    reached: str
    asked: int
    due: int


def read_orders() -> list[Order]:
    """The orders of orders.csv."""
    with (Path(__file__).parent / "orders.csv").open(encoding="utf-8", newline="") as file:
        return [_order(row) for row in csv.DictReader(file)]


def _order(row: dict[str, str]) -> Order:
    sizes = {size: int(count) for size, count in (pair.split(":") for pair in row["sizes"].split())}
    numbers = {name: int(row[name]) for name in ("asked", "due")}
    return Order(**row | {"sizes": sizes, "method": DecorationMethod[row["method"]]} | numbers)  # type: ignore[arg-type]


def add_jobs(session: Session) -> None:
    """Add every order and bring it to where it stands; commits after each move, as people do."""
    customers = {customer.name: customer for customer in session.scalars(sa.select(Customer))}
    products = {product.sku: product for product in session.scalars(sa.select(Product))}
    materials = {material.name: material for material in session.scalars(sa.select(Material))}
    now = clock.now()
    for order in read_orders():
        asked = now - dt.timedelta(days=order.asked)
        with clock.told_time(asked):
            job = _job(order, customers[order.customer], clock.shop_day(now) + dt.timedelta(days=order.due))
            job.items.append(_item(order, products[order.product], materials))
            session.add(job)
            session.commit()
        _live(session, job, PATHS[order.reached], asked, now)


def _job(order: Order, customer: Customer, due_on: dt.date) -> Job:
    return Job(title=order.title, customer=customer, contact=customer.contacts[0], due_on=due_on)


def _item(order: Order, product: Product, materials: dict[str, Material]) -> JobItem:
    item = JobItem(
        product=product, description=order.garment, unit_price=product.unit_price
    )
    item.sizes = [
        JobItemSize(size=size, quantity=quantity, material=materials.get(f"{order.garment}, {size}"))
        for size, quantity in order.sizes.items()
    ]
    decoration = JobItemDecoration(
        decoration_method=order.method, location="Full front", width="11", height="12"
    )
    decoration.colors, decoration.screens = (2, 2) if order.method == M.SCREEN_PRINT else (None, None)
    decoration.stitches = 8000 if order.method == M.EMBROIDERY else None
    item.decorations = [decoration]
    return item


Deed = Callable[[Job], object]


def _price(job: Job) -> None:
    pieces = sum(size.quantity for item in job.items for size in item.sizes)
    job.quoted_amount = round_half_up((job.items[0].unit_price or Decimal(0)) * pieces)


def _pass_gates(job: Job) -> None:
    for gate in job.gates:
        if gate.is_blocked:
            gate.mark_passed()


def _miss_blanks(job: Job) -> None:
    art, blanks = job.gates[1], job.gates[2]
    art.mark_passed()
    blanks.mark_passed()
    blanks.block("Navy L and XL are on back order", clock.shop_day() + dt.timedelta(days=9))


ASKED: list[Deed] = [_price]
SENT: list[Deed] = [*ASKED, Job.send_quote]
APPROVED: list[Deed] = [*SENT, Job.accept_quote]
PREP: list[Deed] = [*APPROVED, Job.begin_prep]
READY: list[Deed] = [*PREP, _pass_gates, Job.mark_ready]
PRODUCTION: list[Deed] = [*READY, Job.start_production]
QUALITY: list[Deed] = [*PRODUCTION, Job.send_to_quality_check]
PACKED: list[Deed] = [*QUALITY, Job.pack]
PICKUP: list[Deed] = [*PACKED, Job.ready_for_pickup]

PATHS: dict[str, list[Deed]] = {
    "quote": ASKED,
    "quote sent": SENT,
    "declined": [*SENT, lambda job: job.decline("Went with a lower offer")],
    "approved": APPROVED,
    "prep": PREP,
    "blanks missing": [*PREP, _miss_blanks],
    "rush": [*APPROVED, Job.accept_rush, Job.begin_prep, _pass_gates, Job.mark_ready],
    "ready": READY,
    "on hold": [*READY, lambda job: job.hold("The club changes its crest", tell_customer=True)],
    "production": PRODUCTION,
    "quality": [*QUALITY, lambda job: job.remake("Smeared print", 2), Job.send_to_quality_check],
    "pickup": PICKUP,
    "shipped": [*PACKED, lambda job: job.ship("UPS", "1Z687E830391874206")],
    "completed": [*PICKUP, Job.complete],
    "cancelled": [*APPROVED, lambda job: job.cancel("The customer closed the branch")],
}
"""How far an order came, to what was done to its job, in order."""


def _live(session: Session, job: Job, deeds: list[Deed], asked: dt.datetime, now: dt.datetime) -> None:
    """Do `deeds` one after another, spread evenly between `asked` and `now`."""
    pause = (now - asked) / (len(deeds) + 1)
    for number, deed in enumerate(deeds, start=1):
        with clock.told_time(asked + number * pause):
            deed(job)
            session.commit()


def cancel_mails(session: Session) -> None:
    """Cancel every mail that still waits."""
    for mail in session.scalars(sa.select(NotificationQueue).where(NotificationQueue.status == "PENDING")):
        mail.cancel()
