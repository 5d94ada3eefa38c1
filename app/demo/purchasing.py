"""What the demo orders: on some days what is short for jobs and what nears its end, and how it arrives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from models.catalog import Material
from models.core import clock
from models.jobs import Job
from models.purchasing import OPEN, PurchaseOrder, PurchaseOrderLine
from models.purchasing.reordering import draft_orders, reorders

from . import hours
from .catalog import BLANKS, BLANKS_ROSE
from .registry import every_workday
from .simulation import Simulation, Story

ORDERING_DAYS = (0, 2, 4)
"""Monday, Wednesday and Friday."""

LATE_BY = (0, 0, 0, 0, 1, 2)
"""Working days after the expected one on which a delivery comes."""

VERY_LATE_BY = (3, 4, 5, 6, 8)
"""The same in the weeks around the rise of blanks."""

FIRST_HELD_UP, LAST_HELD_UP = dt.timedelta(days=-10), dt.timedelta(days=35)
"""When these weeks begin and end, from the day of the rise."""

NEVER_COMES = (
    "The mill is out of this shade",
    "Back-ordered until spring",
    "The wholesaler dropped the article",
)
FREIGHT = ("12.50", "18.40", "24.95")


@every_workday(at=10.5)
def order_what_is_short(shop: Simulation) -> None:
    """Draft what is to be ordered, and send it; what is drafted today waits for somebody to look at it."""
    today = clock.shop_day()
    if today.weekday() not in ORDERING_DAYS:
        return
    with shop.by("office"):
        wanted = [each.material.id for each in reorders(shop.session)]
        drafted = draft_orders(shop.session, wanted)
    if today < clock.shop_day(shop.until):
        for order in drafted:
            shop.do("office", order, "send")
            shop.begin(_arrives(shop, order), _day_of(shop, order))


def fetch_blanks(shop: Simulation, job: Job) -> None:
    """Somebody drives to the wholesaler for what is missing of what `job` is made on, for it and all before it."""
    materials = {size.material for item in job.items for size in item.sizes if size.material is not None}
    short = [
        (each, max(each.quantity_reserved, _pieces(job, each)) - each.quantity_on_hand)
        for each in sorted(materials, key=lambda each: each.id)
    ]
    wanted = [(material, missing) for material, missing in short if missing > 0]
    if wanted:
        with shop.by("office"):
            order = PurchaseOrder(supplier=wanted[0][0].supplier, notes="Picked up at the counter.")
            order.lines = [
                PurchaseOrderLine(
                    material=material, quantity=_cases(missing) * 12, purpose=f"For {job.number}"
                )
                for material, missing in wanted
            ]
            shop.session.add(order)
        shop.do("office", order, "mark_sent")
        _receive(shop, order, [(line, line.outstanding) for line in order.lines])


def _cases(pieces: Decimal) -> int:
    return -(-int(pieces) // 12)


def _pieces(job: Job, material: Material) -> Decimal:
    sizes = (size for item in job.items for size in item.sizes if size.material is material)
    return Decimal(sum(size.quantity for size in sizes))


def _day_of(shop: Simulation, order: PurchaseOrder) -> Any:
    late = shop.random.choice(VERY_LATE_BY if is_held_up(shop, order) else LATE_BY)
    return shop.on(hours.workday_after(order.expected_on or clock.shop_day(), late))


def is_held_up(shop: Simulation, order: PurchaseOrder) -> bool:
    """Whether it is one of blanks in the weeks around their rise, when everybody ordered early."""
    return str(order.supplier) == BLANKS and is_scarce(shop)


def is_scarce(shop: Simulation) -> bool:
    """Whether these are the weeks around the rise of blanks."""
    return FIRST_HELD_UP <= clock.now() - (shop.until - BLANKS_ROSE) <= LAST_HELD_UP


def _arrives(shop: Simulation, order: PurchaseOrder) -> Story:
    """All at once, mostly; else some of it, and the rest days later or never."""
    if shop.chance(0.2):
        _receive(shop, order, _part_of(shop, order))
        yield shop.in_days(1, 4)
        if order.status in OPEN and shop.chance(0.06):
            shop.do("office", order, "close_short", reason=shop.random.choice(NEVER_COMES))
    if order.status in OPEN:
        _receive(shop, order, [(line, line.outstanding) for line in order.lines if line.outstanding])


def _part_of(shop: Simulation, order: PurchaseOrder) -> list[tuple[PurchaseOrderLine, Decimal]]:
    """Most lines whole, the last in half a quantity: never all of it."""
    *whole, last = order.lines
    some = Decimal(int(last.outstanding / 2)) or last.outstanding
    came = [(line, line.outstanding) for line in whole if shop.chance(0.7)]
    return [*came, (last, some)]


def _receive(
    shop: Simulation, order: PurchaseOrder, came: Iterable[tuple[PurchaseOrderLine, Decimal]]
) -> None:
    """Taken in by whoever is at the door; a manager, where the supplier's invoice names other prices or carriage."""
    told: list[dict[str, Any]] = [{"line_id": line.id, "quantity": quantity} for line, quantity in came]
    costs = {line.id: line.material.unit_cost for line in order.lines if _is_dearer(line)}
    more: dict[str, Any] = {"freight": shop.random.choice(FREIGHT)} if shop.chance(0.15) else {}
    for each in told:
        each["unit_cost"] = costs.get(each["line_id"])
    who = "manager" if costs or more else shop.random.choice(("printer", "printer", "office"))
    slip = f"{shop.random.randrange(10**6):06}"
    shop.do(who, order, "receive", lines=told, reference=slip, **more)


def _is_dearer(line: PurchaseOrderLine) -> bool:
    """Whether prices rose since it was ordered."""
    ordered, now = line.unit_cost, line.material.unit_cost
    return ordered is not None and now is not None and now > ordered
