"""How long the stock lasts, what materials cost when they are bought, and what is to be ordered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from flask import url_for

from models.core.periods import Period
from models.profit.material_reading import LATELY, Moved, Stocked

from ..core.charts import Figure
from .declared import Column, Line, Told, chart
from .figures import SERIES, line, lying, stacked
from .materials import MOST, Materials, by_worth, materials
from .spelling import counted

SHORTEST: Final = 12
"""So many of the shortest covers are drawn."""
LONGEST: Final = Decimal(120)
"""A cover of more days is drawn as so many: the short ones are what matters."""
SOON: Final = 14
"""A stock that lasts fewer days is marked."""
REORDER: Final = "/reorder/"
"""The page that reckons what to order, with use and lead times."""

_COVERS: Final = (
    Column("Material"), Column("Days", "quantity"), Column("Available", "quantity"),
    Column("Used a day", "quantity"), Column("Unit"),
)  # fmt: skip
_DUE: Final = (
    Column("Material"), Column("Available", "quantity"), Column("Order at", "quantity"),
    Column("Days left", "quantity"), Column("Unit"),
)  # fmt: skip

Cover = tuple[Stocked, Decimal]
"""A material with the days for which it lasts."""
Index = Sequence[Decimal | None]
"""The prices of the months in percent of the first; None in a month without one."""


@chart(materials, "cover-in-days", "Cover in days")
def cover_in_days(read: Materials) -> Told:
    """How long what is available lasts at the use of late."""
    covers = [(each, days) for each in read.stocked if (days := read.days_left(each)) is not None]
    covers.sort(key=lambda each: (each[1], each[0].name))
    if not covers:
        said = f"Nothing was used in the last {LATELY} days: there is no use to reckon with."
        return Told(said, _COVERS, [])
    lines = [
        Line((each.name, days, each.available, read.lately[each.id], each.unit), _material(each))
        for each, days in covers
    ]
    return Told(_covers_told(covers), _COVERS, lines, _covers_drawn(covers[:SHORTEST]))


def _covers_told(covers: Sequence[Cover]) -> str:
    """Which lasts shortest, and how many do not last for long."""
    first, days = covers[0]
    short = sum(1 for _, left in covers if left < SOON)
    said = f"{first.name} lasts {days:,.0f} days at the use of the last {LATELY} days."
    return f"{said} {counted(short, 'material')} last{'s' if short == 1 else ''} less than {SOON} days."


def _covers_drawn(covers: Sequence[Cover]) -> Figure:
    figure = lying(
        [each.name for each, _ in covers],
        [min(days, LONGEST) for _, days in covers],
        [f"{days:,.0f} d" for _, days in covers],
        colours=["--red" if days < SOON else "--accent" for _, days in covers],
        links=[_material(each) for each, _ in covers],
        unit="",
    )
    figure.update_layout(xaxis={"ticksuffix": " d"})
    return figure


@chart(materials, "price-trend", "Prices paid")
def price_trend(read: Materials) -> Told:
    """What a unit cost on average, delivered, month by month, against the first month shown."""
    bought = read.by_material(bought=True)
    followed = [(read.name(key), _indexes(bought[key], read.months)) for key in by_worth(bought)]
    shown = [(name, index) for name, index in followed if _can_be_compared(index)][: MOST + 1]
    if not shown:
        said = "Nothing was bought in two of these months: there is no price to follow."
        return Told(said, (Column("Month"),), [])
    columns = (Column("Month"), *(Column(name, "percent") for name, _ in shown))
    rows = zip(read.months, zip(*(index for _, index in shown), strict=True), strict=True)
    lines = [Line((str(month), *values)) for month, values in rows]
    return Told(_prices_told(shown), columns, lines, _prices_drawn(shown, read.marks))


def _can_be_compared(index: Index) -> bool:
    return sum(value is not None for value in index) > 1


def _prices_told(shown: Sequence[tuple[str, Index]]) -> str:
    """Which price has moved most."""
    last = [(name, next(value for value in reversed(index) if value is not None)) for name, index in shown]
    name, now = max(last, key=lambda each: abs(each[1] - 100))
    change = now - 100
    moved = f"{name} is now {abs(change):.1f} % {'dearer' if change > 0 else 'cheaper'}."
    return f"The first price of these months is 100 %. {moved if change else 'No price has moved.'}"


def _prices_drawn(shown: Sequence[tuple[str, Index]], marks: Sequence[str]) -> Figure:
    """A line for each material, the later ones dotted: colours alone would not tell so many apart."""
    traces = [
        line(name, marks, index, colour=colour, dash="dot" if place > 3 else "solid")
        for place, ((name, index), colour) in enumerate(zip(shown, SERIES, strict=False))
    ]
    figure = stacked(traces, dollars=False)
    figure.update_layout(yaxis={"ticksuffix": " %", "tickformat": "~f", "rangemode": "normal"})
    figure.update_traces(connectgaps=True, hovertemplate="%{y:.1f} %")
    return figure


def _indexes(rows: Mapping[str, Moved], months: Sequence[Period]) -> Index:
    prices = [_price(rows.get(month.key)) for month in months]
    first = next((price for price in prices if price), None)
    return [None if price is None or first is None else price * 100 / first for price in prices]


def _price(row: Moved | None) -> Decimal | None:
    return row.value / row.quantity if row and row.quantity > 0 and row.value > 0 else None


@chart(materials, "below-reorder-point", "Below the reorder point", wide=True)
def reorder(read: Materials) -> Told:
    """What is available only up to its reorder point."""
    due = [
        (each.available - each.reorder_point, each) for each in read.stocked if each.reorder_point is not None
    ]
    below = [each for left, each in sorted(due, key=lambda pair: (pair[0], pair[1].name)) if left <= 0]
    lines = [
        Line(
            (each.name, each.available, each.reorder_point, read.days_left(each), each.unit), _material(each)
        )
        for each in below
    ]
    said = f"{counted(len(below), 'material')} reached the point at which to order again."
    if not below:
        said = "No material has reached the point at which to order again."
    return Told(said, _DUE, lines, ways=[("What to order, and why", REORDER)])


def _material(material: Stocked) -> str:
    return url_for("MaterialScreen.show", pk=material.id)
