"""Planning jobs: an order export has a line for each size (or item, or order); lines of one number are one job."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from ..catalog import Product
from ..core.base import new_id
from ..customers import Customer
from ..jobs import Job, JobItem, JobItemSize, JobStatus
from .book import Book, same
from .kinds import Kind
from .mapping import Mapping
from .plan import Plan, rows_by
from .reading import Line, Reading, Values
from .simple import Parents
from .table import Refused

_OF_THE_JOB: Final = {
    "customer": "customer",
    "customer_email": "customer's e-mail",
    "status": "status",
    "due_on": "due date",
    "quoted_amount": "total",
}
"""What all lines of an order must agree on, as far as they say it."""
_NUMBERLESS: Final = "Order number: this is required, so that a second import knows the job again."
_OWN: Final = ("title", "due_on", "quoted_amount", "notes")

ItemKey = tuple[str | None, str, Any]


@dataclass
class Item:
    """An item of an order: its columns, and its sizes with their quantities."""

    line: int
    values: Values
    sizes: dict[str, tuple[int, str, int]] = field(default_factory=dict)

    @property
    def total(self) -> int | None:
        """The pieces: the sum of the sizes, else what was said of the item; None when nothing was."""
        return (
            sum(pieces for _, _, pieces in self.sizes.values()) if self.sizes else self.values.get("quantity")
        )


@dataclass
class Order:
    """The lines of one number."""

    number: str
    line: int
    values: Values = field(default_factory=dict)
    items: dict[ItemKey, Item] = field(default_factory=dict)
    faults: dict[int, str] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)


def plan_jobs(session: Session, kind: Kind, reading: Reading, mapping: Mapping) -> Plan:
    """What importing `reading` will do. An order with one bad line is refused with all its lines."""
    plan = Plan(kind.name, refused=reading.refused, notes=reading.notes, words=reading.words)
    products = Book(session, Product, ("sku", "name"))
    orders = _orders(reading, products)
    creates = kind.creates_parents if mapping.creates_parents is None else mapping.creates_parents
    parents = Parents(session, plan, Customer, creates)
    known = _known_jobs(session, [order.number for order in orders], whole=mapping.updates)
    for order in orders:
        if not order.faults:
            order.values.setdefault("status", mapping.statuses.get("", JobStatus.QUOTE))
            _plan_order(plan, order, parents, known.get(same(order.number)), updates=mapping.updates)
        for line in order.lines if order.faults else ():
            plan.refuse(line, order.faults.get(line) or f"Another line of order {order.number} is refused.")
    plan.refused.sort(key=lambda refused: refused.line)
    return plan


def _orders(reading: Reading, products: Book) -> list[Order]:
    orders: dict[str, Order] = {}
    for line in reading.lines:
        number = line.values.get("number")
        if number is None:
            reading.refused.append(Refused(line.line, _NUMBERLESS))
            continue
        order = orders.setdefault(same(number), Order(number, line.line))
        order.lines.append(line.line)
        try:
            _take_job(order, line)
            _take_item(order, line, products)
        except ValueError as refusal:
            order.faults[line.line] = str(refusal)
    _refuse_with_broken_lines(orders, reading)
    return list(orders.values())


def _refuse_with_broken_lines(orders: dict[str, Order], reading: Reading) -> None:
    """A line that could not be read may belong to an order of which other lines are good."""
    for number in reading.broken_numbers:
        if same(number) in orders:
            orders[same(number)].faults.setdefault(0, "")


def _take_job(order: Order, line: Line) -> None:
    for name in (*_OF_THE_JOB, "title", "notes", "customer_phone"):
        value = line.values.get(name)
        if value is None:
            continue
        earlier = order.values.setdefault(name, value)
        if name in _OF_THE_JOB and same(earlier) != same(value):
            raise ValueError(
                f"Order {order.number} has another {_OF_THE_JOB[name]} in line {order.line}: "
                "all lines of an order must agree."
            )


def _take_item(order: Order, line: Line, products: Book) -> None:
    values = line.values
    named = values.get("product")
    product = products.find({"sku": named}) or products.find({"name": named}) if named else None
    described = [values.get("item") or ("" if product else named or ""), values.get("color", "")]
    description = ", ".join(part for part in described if part)
    size, pieces, price = values.get("size"), values.get("quantity"), values.get("unit_price")
    if not (description or product or size or pieces is not None):
        return
    key = (product.id if product else None, same(description), price)
    item = order.items.setdefault(key, Item(line.line, _columns(product, description, price)))
    if size is None:
        _take_unsized(order, item, line.line, pieces)
    elif pieces is None:
        raise ValueError(f"Size {size} has no quantity.")
    elif "quantity" in item.values:
        raise ValueError(f"Line {item.line} has a quantity of the same item without a size.")
    elif same(size) in item.sizes:
        raise ValueError(f"Size {size} of the same item stands in line {item.sizes[same(size)][0]} already.")
    else:
        item.sizes[same(size)] = (line.line, size, pieces)


def _columns(product: Any, description: str, price: Any) -> Values:
    told = {
        "product_id": product.id if product else None,
        "description": description[:300],
        "unit_price": price,
    }
    return {name: value for name, value in told.items() if value not in (None, "")}


def _take_unsized(order: Order, item: Item, line: int, pieces: int | None) -> None:
    if item.sizes:
        raise ValueError("The line has no size, but other lines of the same item have.")
    if item.line != line:
        raise ValueError(f"The same item of order {order.number} stands in line {item.line} already.")
    if pieces is not None:
        item.values["quantity"] = pieces


def _known_jobs(session: Session, numbers: Iterable[str], *, whole: bool) -> dict[str, Any]:
    """The jobs that are there, by number: rows with their items when `whole`, else their ids."""
    wanted = {same(number) for number in numbers}
    ids = {
        same(number): row_id
        for number, row_id in session.execute(sa.select(Job.number, Job.id))
        if same(number) in wanted
    }
    if not whole:
        return ids
    parts = selectinload(Job.items).selectinload(JobItem.sizes)
    return {same(job.number): job for job in rows_by(session, Job.id, ids.values(), parts)}


def _plan_order(plan: Plan, order: Order, parents: Parents, known: Any, *, updates: bool) -> None:
    if known is not None:
        _meet_job(plan, order, known if updates else None)
        return
    told = {"name": "customer", "email": "customer_email", "phone": "customer_phone"}
    given = {name: order.values[key] for name, key in told.items() if key in order.values}
    try:
        customer_id = parents.id_of(order.line, given)
    except ValueError as refusal:
        order.faults = dict.fromkeys(order.lines, str(refusal))
        return
    own: Values = {name: order.values[name] for name in _OWN if name in order.values}
    title = _title(order)
    job_id = new_id()
    values = {"number": order.number, "customer_id": customer_id, "title": title} | own
    plan.add(Job, order.line, job_id, values, order.values["status"])
    for item in order.items.values():
        _add_item(plan, job_id, item)


def _title(order: Order) -> str:
    named = (item.values.get("description") for item in order.items.values())
    return str(next((name for name in named if name), f"Order {order.number}"))[:200]


def _add_item(plan: Plan, job_id: str, item: Item) -> None:
    item_id = new_id()
    values = {"job_id": job_id} | item.values | ({"quantity": item.total} if item.total is not None else {})
    plan.add(JobItem, item.line, item_id, values)
    for line, size, pieces in item.sizes.values():
        plan.add(JobItemSize, line, new_id(), {"job_item_id": item_id, "size": size, "quantity": pieces})


def _meet_job(plan: Plan, order: Order, job: Any) -> None:
    """A known job keeps its number, customer and status; with updates its own columns, items and sizes follow."""
    own: Values = {name: order.values[name] for name in _OWN if name in order.values}
    plan.meet(Job, order.line, job, own)
    if job is None:
        return
    left = list(job.items)
    for item in order.items.values():
        found = _same_item(left, item)
        if found is None:
            _add_item(plan, job.id, item)
            continue
        left.remove(found)
        _meet_item(plan, found, item)


def _same_item(left: list[Any], item: Item) -> Any:
    wanted = item.values.get("product_id"), same(item.values.get("description", ""))
    alike = [each for each in left if (each.product_id, same(each.description or "")) == wanted]
    priced = [each for each in alike if each.unit_price == item.values.get("unit_price")]
    return next(iter(priced or (alike if len(alike) == 1 else [])), None)


def _meet_item(plan: Plan, found: Any, item: Item) -> None:
    changes = {name: value for name, value in item.values.items() if not (name == "quantity" and found.sizes)}
    plan.meet(JobItem, item.line, found, changes)
    known = {same(size.size): size for size in found.sizes}
    for line, size, pieces in item.sizes.values():
        if same(size) in known:
            plan.meet(JobItemSize, line, known[same(size)], {"quantity": pieces})
        else:
            values = {"job_item_id": found.id, "size": size, "quantity": pieces}
            plan.add(JobItemSize, line, new_id(), values)
