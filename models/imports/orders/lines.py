"""The orders of a file: what all lines of one number say of the job, and its items."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from ...jobs import JobStatus
from ..book import Book, same
from ..mapping import Mapping
from ..reading import Line, Reading, Values
from ..table import Refused
from .items import Items

_AGREED: Final = {
    "customer": "customer",
    "customer_email": "customer's e-mail",
    "contact": "contact",
    "contact_email": "contact's e-mail",
    "status": "status",
    "due_on": "due date",
    "shipped_on": "day of shipping",
    "is_rush": "word on the rush",
    "quoted_amount": "total",
}
"""What all lines of an order must agree on, as far as they say it."""
_FIRST_SAID: Final = ("title", "notes", "customer_phone")
_NUMBERLESS: Final = "Order number: this is required, so that a second import knows the job again."


@dataclass
class Order:
    """The lines of one number: what they say of the job, its items, and why lines are refused."""

    number: str
    line: int
    values: Values = field(default_factory=dict)
    items: Items = field(default_factory=Items)
    faults: dict[int, str] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What the job is called: as its first item that has a name, else by its number."""
        named = (item.values.get("description") for item in self.items)
        return str(next((name for name in named if name), f"Order {self.number}"))[:200]

    def own(self) -> Values:
        """The columns of the job that the lines fill, and that an update may change."""
        names = ("title", "due_on", "quoted_amount", "notes")
        return {name: self.values[name] for name in names if name in self.values}

    def take(self, line: Line) -> None:
        """What `line` says of the job; ValueError when another line says otherwise."""
        for name in (*_AGREED, *_FIRST_SAID):
            value = line.values.get(name)
            if value is None:
                continue
            earlier = self.values.setdefault(name, value)
            if earlier is not value and name in _AGREED and same(earlier) != same(value):
                raise ValueError(
                    f"Order {self.number} has another {_AGREED[name]} in line {self.line}: "
                    "all lines of an order must agree."
                )


def orders_of(reading: Reading, products: Book, mapping: Mapping) -> list[Order]:
    """The orders of `reading` in their order, with what is wrong with their lines."""
    orders: dict[str, Order] = {}
    for line in reading.lines:
        number = line.values.get("number")
        if number is None:
            reading.refused.append(Refused(line.line, _NUMBERLESS))
            continue
        order = orders.setdefault(same(number), Order(number, line.line))
        order.lines.append(line.line)
        try:
            order.take(line)
            order.items.take(line, products, mapping.methods.get(""))
        except ValueError as refusal:
            order.faults[line.line] = str(refusal)
    for order in orders.values():
        order.values.setdefault("status", mapping.statuses.get("", JobStatus.QUOTE))
    _refuse_with_broken_lines(orders, reading)
    return list(orders.values())


def _refuse_with_broken_lines(orders: dict[str, Order], reading: Reading) -> None:
    """A line that could not be read may belong to an order of which other lines are good."""
    for number in reading.broken_numbers:
        if same(number) in orders:
            orders[same(number)].faults.setdefault(0, "")
