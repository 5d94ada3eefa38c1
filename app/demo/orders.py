"""Who orders what and when: demand with its seasons, and the job that the office types in."""

from __future__ import annotations

import csv
import datetime as dt
import functools
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from models.catalog import Material, Product
from models.core import clock
from models.core.types import round_half_up
from models.customers import Customer
from models.jobs import DecorationMethod, Job, JobItem, JobItemDecoration, JobItemSize

from . import hours, life
from .catalog import GARMENTS, ONE_SIZE, WARES, is_dark
from .customers import Profile, profiles
from .registry import every_workday
from .simulation import Simulation

SEASON = (0.6, 0.75, 1.35, 1.7, 1.25, 0.8, 0.7, 0.95, 0.85, 1.0, 1.75, 0.95)
"""How busy each month is, from January: teams in spring, gifts before Christmas, quiet in summer and in January."""

ORDERS_A_DAY = 1.9
SIZE = 1.2
"""How much larger orders are than those of wishes.csv."""
CONCESSION = Decimal("0.62")
"""What the customer who is trouble pays of the list price: it was promised once, and is asked for ever since."""
QUANTITY_BREAKS = ((144, Decimal("0.80")), (72, Decimal("0.88")), (36, Decimal("0.94")))
"""From so many pieces on, the price of one is multiplied by this."""

LEAD_DAYS = (16, 30)
"""Days in which an order is wanted, the fewest and the most."""

_SHARES = {"S": 2, "M": 4, "L": 4, "XL": 3, "2XL": 1}


class Wish(NamedTuple):
    """Something that customers of a kind want, most of all in some months (1 to 12; none: all year)."""

    kind: str
    title: str
    product: str
    garment: str
    fewest: int
    most: int
    months: frozenset[int]


class Order(NamedTuple):
    """What one customer orders: pieces by size, when they must be there, and whether in a hurry."""

    customer: str
    title: str
    product: str
    garment: str
    sizes: Mapping[str, int]
    due_on: dt.date
    is_rush: bool = False


@functools.cache
def wishes() -> list[Wish]:
    """Everything in wishes.csv."""
    with (Path(__file__).parent / "wishes.csv").open(encoding="utf-8", newline="") as file:
        return [_wish(row) for row in csv.DictReader(file)]


def _wish(row: dict[str, str]) -> Wish:
    numbers = {"fewest": int(row["fewest"]), "most": int(row["most"])}
    return Wish(**row | numbers | {"months": frozenset(map(int, row["months"].split()))})  # type: ignore[arg-type]


@every_workday(at=8.1)
def take_orders(shop: Simulation) -> None:
    """Let today's customers ask for something, at some time of the day."""
    day = clock.shop_day()
    rate = ORDERS_A_DAY * SEASON[day.month - 1] * (0.3 if (day.month, day.day) > (12, 18) else 1)
    number = int(rate) + shop.chance(rate % 1)
    for _ in range(number + shop.random.choice((-1, 0, 0, 1))):
        shop.begin(life.of_a_job(shop, _order(shop, day)), hours.moment(day, shop.random.uniform(8.3, 16.5)))


def _order(shop: Simulation, day: dt.date) -> Order:
    everybody = list(profiles().values())
    (profile,) = shop.random.choices(everybody, [each.weight for each in everybody])
    wish = _wanted(shop, profile, day.month)
    pieces = max(wish.fewest, round(SIZE * shop.random.triangular(wish.fewest, wish.most, wish.fewest * 1.3)))
    is_rush = shop.chance(0.05)
    days = shop.random.randint(4, 6) if is_rush else shop.random.randint(*LEAD_DAYS)
    title = wish.title.format(year=day.year + (day.month > 10))
    sizes = sizes_of(shop, wish.garment, pieces)
    due_on = hours.workday_after(day + dt.timedelta(days=days), 0)
    return Order(profile.name, title, wish.product, wish.garment, sizes, due_on, is_rush)


def _wanted(shop: Simulation, profile: Profile, month: int) -> Wish:
    mine = [wish for wish in wishes() if wish.kind == profile.kind]
    weights = [1.0 if not wish.months else 4.0 if month in wish.months else 0.15 for wish in mine]
    return shop.random.choices(mine, weights)[0]


def sizes_of(shop: Simulation, garment: str, pieces: int) -> dict[str, int]:
    """So many pieces of a garment by size, as they are usually ordered."""
    if GARMENTS[garment][1] == ONE_SIZE:
        return {ONE_SIZE[0]: pieces}
    shares = {size: share * shop.random.uniform(0.6, 1.4) for size, share in _SHARES.items()}
    total = sum(shares.values())
    sizes = {size: int(pieces * share / total) for size, share in shares.items()}
    sizes["L"] += pieces - sum(sizes.values())
    return {size: count for size, count in sizes.items() if count}


def type_in(shop: Simulation, order: Order) -> Job:
    """The office adds the job of `order`, with its price."""
    session = shop.session
    customer = session.scalars(sa.select(Customer).where(Customer.name == order.customer)).one()
    product = session.scalars(sa.select(Product).where(Product.sku == order.product)).one()
    with shop.by("office"):
        contact = shop.random.choice(customer.contacts)
        job = Job(title=order.title, customer=customer, contact=contact, due_on=order.due_on)
        item = _item(shop, order, product)
        job.items.append(item)
        pieces = sum(order.sizes.values())
        job.quoted_amount = round_half_up((item.unit_price or Decimal(0)) * pieces)
        session.add(job)
    return job


def _item(shop: Simulation, order: Order, product: Product) -> JobItem:
    pieces = sum(order.sizes.values())
    factor = next((factor for least, factor in QUANTITY_BREAKS if pieces >= least), Decimal(1))
    if profiles()[order.customer].temper == "bad":
        factor *= CONCESSION
    price = round_half_up((product.unit_price or Decimal(0)) * factor)
    named = sa.select(Material).where(Material.name.in_([f"{order.garment}, {size}" for size in order.sizes]))
    materials = {material.name: material for material in shop.session.scalars(named)}
    item = JobItem(product=product, description=order.garment, unit_price=price)
    item.sizes = [
        JobItemSize(size=size, quantity=quantity, material=materials[f"{order.garment}, {size}"])
        for size, quantity in order.sizes.items()
    ]
    item.decorations = [_decoration(shop, order)]
    return item


def _decoration(shop: Simulation, order: Order) -> JobItemDecoration:
    sku = order.product
    ware, small = WARES[sku], sku in ("CAP-EMB", "POLO-EMB", "BEANIE-EMB", "APRON-DTF")
    width, height = ("3.5", "2.25") if small else ("11", "12")
    decoration = JobItemDecoration(
        decoration_method=ware.method,
        location=ware.location,
        width=width,
        height=height,
        on_dark=is_dark(order.garment),
    )
    if ware.method == DecorationMethod.SCREEN_PRINT:
        decoration.colors = decoration.screens = shop.random.randint(1, 4)
    if ware.method == DecorationMethod.EMBROIDERY:
        decoration.stitches = shop.random.randrange(5000, 12000, 500)
    return decoration
