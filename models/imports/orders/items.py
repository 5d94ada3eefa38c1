"""The items of an order: lines with one product, description, price and print are one item with several sizes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..book import Book, same
from ..reading import Line, Values
from .prints import Prints, prints_of

ItemKey = tuple[str | None, str, Any]


@dataclass
class Item:
    """An item of an order: its columns, its sizes with line and pieces, and its prints."""

    line: int
    values: Values
    prints: Prints
    sizes: dict[str, tuple[int, str, int]] = field(default_factory=dict)

    @property
    def total(self) -> int | None:
        """The pieces: the sum of the sizes, else what was said of the item; None when nothing was."""
        if self.sizes:
            return sum(pieces for _, _, pieces in self.sizes.values())
        return self.values.get("quantity")

    def take_size(self, line: int, size: str, pieces: int) -> None:
        """So many pieces of a size; ValueError when the item is counted otherwise already."""
        if "quantity" in self.values:
            raise ValueError(f"Line {self.line} has a quantity of the same item without a size.")
        earlier = self.sizes.get(same(size))
        if earlier is not None:
            raise ValueError(f"Size {size} of the same item stands in line {earlier[0]} already.")
        self.sizes[same(size)] = (line, size, pieces)

    def take_unsized(self, line: int, pieces: int | None) -> None:
        """So many pieces without a size, or only the item's name."""
        if self.sizes:
            raise ValueError("The line has no size, but other lines of the same item have.")
        if self.line != line:
            raise ValueError(f"The same item of this order stands in line {self.line} already.")
        if pieces is not None:
            self.values["quantity"] = pieces


class Items:
    """The items of one order, in the order of its lines."""

    def __init__(self) -> None:
        self._by: dict[ItemKey, list[Item]] = defaultdict(list)

    def __iter__(self) -> Iterator[Item]:
        for alike in self._by.values():
            yield from alike

    def take(self, line: Line, products: Book, method: Any) -> None:
        """What `line` says of an item, if anything; `method` is how prints without one are made.

        ValueError with a sentence when lines contradict each other.
        """
        values = line.values
        prints = prints_of(line, method)
        product, description = _named(values, products)
        told = description or product or prints or line.sizes or "size" in values or "quantity" in values
        if not told:
            return
        key = (product.id if product else None, same(description), values.get("unit_price"))
        item = self._of(key, prints)
        if item is None:
            item = Item(line.line, _columns(product, description, values), prints)
            self._by[key].append(item)
        for name, told_of in prints.items():
            item.prints.setdefault(name, told_of)
        _take_pieces(item, line)

    def _of(self, key: ItemKey, prints: Prints) -> Item | None:
        """The item of lines before this one. A line that says nothing of prints may be about any of them."""
        alike = self._by[key]
        return next((item for item in alike if not prints or item.prints.keys() == prints.keys()), None)


def _named(values: Values, products: Book) -> tuple[Any, str]:
    """The product that a line names, and how it describes the item."""
    named = values.get("product")
    product = products.find({"sku": named}) or products.find({"name": named}) if named else None
    described = [values.get("item") or ("" if product else named or ""), values.get("color", "")]
    return product, ", ".join(part for part in described if part)


def _columns(product: Any, description: str, values: Values) -> Values:
    told = {
        "product_id": product.id if product else None,
        "description": description[:300],
        "unit_price": values.get("unit_price"),
    }
    return {name: value for name, value in told.items() if value not in (None, "")}


def _take_pieces(item: Item, line: Line) -> None:
    size, pieces = line.values.get("size"), line.values.get("quantity")
    if any(line.sizes.values()) or (line.sizes and not pieces):
        _take_columns_of_sizes(item, line, size, pieces)
    elif size is None:
        item.take_unsized(line.line, pieces)
    elif pieces is None:
        raise ValueError(f"Size {size} has no quantity.")
    else:
        item.take_size(line.line, size, pieces)


def _take_columns_of_sizes(item: Item, line: Line, size: str | None, pieces: int | None) -> None:
    if size is not None:
        raise ValueError(
            f"The line names the size {size} and has pieces in columns of sizes: map one or the other to nothing."
        )
    total = sum(line.sizes.values())
    if pieces is not None and pieces != total:
        raise ValueError(f"The quantity is {pieces:,}, but the sizes make {total:,}.")
    for name, count in line.sizes.items():
        item.take_size(line.line, name, count)
