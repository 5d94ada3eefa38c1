"""A job's price by the price table: a pure function of its items, the table and what garments cost.

Pieces of one job count together: all that are printed by a method find its quantity break, and all garments that of
their markup. Every price of a piece is rounded half-up to the cent, so that the lines sum to the price exactly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from ..catalog import Material
from ..core.labels import choice_label
from ..core.types import round_half_up
from ..jobs import DecorationMethod, Job, JobItem, JobItemDecoration
from ..scheduling.estimates import TYPICAL_STITCHES
from .lines import QuoteLineKind
from .prices import DecorationPrice, PriceTable, SetUpBasis, SetUpFee

K = QuoteLineKind


@dataclass(frozen=True)
class Line:
    """So many of something at a price each."""

    kind: QuoteLineKind
    text: str
    quantity: int
    unit_price: Decimal
    item: JobItem | None = None

    @property
    def amount(self) -> Decimal:
        """What it comes to."""
        return self.quantity * self.unit_price


@dataclass
class Calculation:
    """The lines of a price; what the table lacks, so that it is no price yet; and what should be known of it."""

    lines: list[Line] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def amount(self) -> Decimal:
        """What the lines sum to, without sales tax."""
        return sum((line.amount for line in self.lines), Decimal(0))

    def of(self, item: JobItem) -> list[Line]:
        """The lines of one item: its garments and its prints."""
        return [line for line in self.lines if line.item is item]

    def unit_price(self, item: JobItem) -> Decimal:
        """What a piece of `item` comes to, printed."""
        return sum((line.unit_price for line in self.of(item)), Decimal(0))


def calculate(job: Job, table: PriceTable) -> Calculation:
    """What `job` is sold for by `table`."""
    found = Calculation()
    items = [item for item in job.items if item.quantity > 0]
    if not items:
        found.gaps.append("No price can be worked out: say first what is made, and how many.")
    pieces = sum(item.quantity for item in items)
    printed = _printed(items)
    for item in items:
        _garments(item, table.markup(pieces), found)
        for decoration in item.decorations:
            _print(item, decoration, table, printed, found)
    found.lines += _set_up(items, table)
    if job.is_rush and found.lines:
        share = round_half_up(found.amount * table.rush_percent / 100)
        found.lines.append(Line(K.RUSH, "Rush", 1, max(share, table.rush_fee)))
    return found


def _printed(items: Iterable[JobItem]) -> Counter[DecorationMethod]:
    """The pieces of the job that are printed by each method."""
    pieces: Counter[DecorationMethod] = Counter()
    for item in items:
        pieces.update(dict.fromkeys({each.decoration_method for each in item.decorations}, item.quantity))
    return pieces


def _garments(item: JobItem, markup: Decimal, found: Calculation) -> None:
    """One line at the price of the average garment; those that nobody chose are the customer's own."""
    worth, missing = Decimal(0), []
    for size in item.sizes:
        cost = worth_of(size.material) if size.material else None
        if cost is None and size.quantity:
            missing.append(size.size)
        worth += size.quantity * round_half_up((cost or Decimal(0)) * (1 + markup / 100))
    if missing or not item.sizes:
        sizes = f" in {', '.join(missing)}" if missing else ""
        found.remarks.append(
            f"{item}: the garments{sizes} are not counted, as no material with a cost is chosen."
        )
    if worth:
        found.lines.append(
            Line(K.GARMENT, f"{item}: garment", item.quantity, round_half_up(worth / item.quantity), item)
        )


def worth_of(material: Material) -> Decimal | None:
    """What a unit of `material` costs the shop: what those on the shelf cost on average, else the usual cost."""
    return material.average_cost or material.unit_cost


def _print(
    item: JobItem,
    decoration: JobItemDecoration,
    table: PriceTable,
    printed: Counter[DecorationMethod],
    found: Calculation,
) -> None:
    method = decoration.decoration_method
    row = table.print_price(method, printed[method])
    if row is None:
        pieces = f"{printed[method]:,} piece{'' if printed[method] == 1 else 's'}"
        found.gaps.append(
            f"The price table has no price for {choice_label(method)} of {pieces}: add one there."
        )
        return
    if row.price_per_square_inch and not _area(decoration):
        found.remarks.append(f"{item}, {decoration}: its size is not told, and not counted.")
    if row.price_per_thousand_stitches and decoration.stitches is None:
        found.remarks.append(f"{item}, {decoration}: reckoned with {TYPICAL_STITCHES:,} stitches.")
    told = ", ".join(_told(decoration, method, row.from_quantity))
    price = round_half_up(_print_price(decoration, row))
    found.lines.append(Line(K.DECORATION, f"{item}: {told}", item.quantity, price, item))


def _print_price(decoration: JobItemDecoration, row: DecorationPrice) -> Decimal:
    """What the row asks for the print on one piece, in dollars, not rounded."""
    stitches = TYPICAL_STITCHES if decoration.stitches is None else decoration.stitches
    return (
        row.price
        + row.price_per_color * max((decoration.colors or 1) - 1, 0)
        + (row.price_on_dark if decoration.on_dark else 0)
        + row.price_per_thousand_stitches * stitches / 1000
        + row.price_per_square_inch * _area(decoration)
    )


def _area(decoration: JobItemDecoration) -> Decimal:
    """In square inches; 0 while its size is not told."""
    return (decoration.width or Decimal(0)) * (decoration.height or Decimal(0))


def _told(decoration: JobItemDecoration, method: DecorationMethod, break_: int) -> Iterator[str]:
    yield str(decoration)
    if method is DecorationMethod.EMBROIDERY:
        if decoration.stitches:
            yield f"{decoration.stitches:,} stitches"
    elif decoration.colors:
        yield f"{decoration.colors} color{'' if decoration.colors == 1 else 's'}"
    if decoration.width and decoration.height:
        yield f"{decoration.width.normalize():f} × {decoration.height.normalize():f} in"
    if decoration.on_dark:
        yield "on dark"
    if break_ > 1:
        yield f"price from {break_} pieces"


def _set_up(items: Collection[JobItem], table: PriceTable) -> Iterator[Line]:
    prints = [decoration for item in items for decoration in item.decorations]
    for fee in table.fees:
        mine = [each for each in prints if each.decoration_method == fee.decoration_method]
        quantity = _counted(fee, mine)
        if quantity and fee.fee:
            yield Line(K.SET_UP, fee.name, quantity, fee.fee)


def _counted(fee: SetUpFee, prints: Collection[JobItemDecoration]) -> int:
    if fee.basis is SetUpBasis.SCREEN:
        return sum(each.screens if each.screens is not None else each.colors or 1 for each in prints)
    return len(prints) if fee.basis is SetUpBasis.PRINT else min(len(prints), 1)
