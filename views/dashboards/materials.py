"""Materials: what is used and wasted, how long the stock lasts, what it costs, and what is to be ordered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from urllib.parse import urlencode

from flask import url_for

from models.core.base import db
from models.core.labels import choice_label
from models.core.periods import Period
from models.profit.material_reading import LATELY, Moved, Stocked, daily_use, moved, stocked, wasted
from models.profit.materials import BOUGHT, USED
from models.timekeeping import MisprintCause

from .asked import Asked
from .declared import Column, Line, Told, chart, dashboard
from .figures import SERIES, bars, line, lying, marks_of, stacked
from .profitability import COST_READERS, MONTHS
from .spelling import counted, money, spelled, whole_money

MOST: Final = 5
"""Materials that are told apart in a picture; the others are one series."""
SHORTEST: Final = 12
"""So many of the shortest covers are drawn."""
SOON: Final = 14
"""A stock that lasts fewer days is marked."""
OTHERS: Final = "Others"
REORDER: Final = "/reorder/"
"""The page that reckons what to order, with use and lead times."""


@dataclass(frozen=True)
class Materials:
    """What the charts of materials are made of."""

    asked: Asked
    months: Sequence[Period]
    moved: Sequence[Moved]
    lately: Mapping[str, Decimal]
    wasted: Mapping[str, Decimal]
    stocked: Sequence[Stocked]

    @property
    def names(self) -> dict[str, str]:
        """The materials' names by their ids."""
        return {each.id: each.name for each in self.stocked}

    def by_material(self, *, bought: bool) -> dict[str, dict[str, Moved]]:
        """What was bought, or used and wasted together, by material and month."""
        found: dict[str, dict[str, Moved]] = defaultdict(dict)
        for row in self.moved:
            if (row.cause == BOUGHT) != bought:
                continue
            old = found[row.material_id].get(row.month)
            quantity, value = (old.quantity, old.value) if old else (Decimal(0), Decimal(0))
            sums = Moved(row.month, row.material_id, "", quantity + row.quantity, value + row.value)
            found[row.material_id][row.month] = sums
        return found


@dashboard(
    "materials",
    "Materials",
    about="What is used and wasted, how long the stock lasts, what it costs, and what to order.",
    by=COST_READERS,
    spans=("all",),
)
def materials(asked: Asked) -> Materials:
    """All charts in four statements at most."""
    session, months = db.session(), asked.until.months(MONTHS)
    rows = moved(session, months)
    return Materials(asked, months, rows, daily_use(rows), wasted(session, asked.span), stocked(session))


@chart(materials, "use-by-month", "Use by month")
def use_by_month(read: Materials) -> Told:
    """The value of what was used, spoiled pieces among it."""
    used = read.by_material(bought=False)
    sums = {key: sum((row.value for row in rows.values()), Decimal(0)) for key, rows in used.items()}
    chosen = sorted(sums, key=lambda key: (-sums[key], key))[:MOST]
    names = {**{key: read.names.get(key, "Put away") for key in chosen}, OTHERS: OTHERS}
    table = {
        month.key: {
            **{key: _value(used[key], month) for key in chosen},
            OTHERS: sum((_value(rows, month) for key, rows in used.items() if key not in chosen), Decimal(0)),
        }
        for month in read.months
    }
    shown = [*chosen, *([OTHERS] if len(used) > len(chosen) else [])]
    links = [_usage_of(month) for month in read.months]
    if not used:
        return Told("Nothing was used in these months.", (Column("Month"),), [])
    traces = [
        bars(
            names[key],
            marks_of(read.months),
            [table[month.key][key] for month in read.months],
            colour="--grey" if key == OTHERS else colour,
            links=links,
        )
        for key, colour in zip(shown, SERIES, strict=False)
    ]
    lines = [
        Line((str(month), *(row[key] for key in shown), sum(row.values(), Decimal(0))), link)
        for month, link in zip(read.months, links, strict=True)
        for row in [table[month.key]]
    ]
    columns = (Column("Month"), *(Column(names[key], "money") for key in shown), Column("Together", "money"))
    last = sum(table[read.months[-1].key].values(), Decimal(0))
    said = f"Materials for {whole_money(last)} were used in {read.months[-1]}."
    if chosen:
        said += f" Over these months most went into {names[chosen[0]]}: {whole_money(sums[chosen[0]])}."
    return Told(said, columns, lines, stacked(traces))


def _value(rows: Mapping[str, Moved], month: Period) -> Decimal:
    return rows[month.key].value if month.key in rows else Decimal(0)


@chart(materials, "waste-by-cause", "Waste by cause")
def waste_by_cause(read: Materials) -> Told:
    """The value of what misprints spoiled, and which part of all use that is."""
    everything = sum(read.wasted.values(), Decimal(0))
    waste = sorted(
        ((cause, value) for cause, value in read.wasted.items() if cause != USED and value),
        key=lambda each: (-each[1], each[0]),
    )
    columns = (Column("Cause"), Column("Value", "money"), Column("Of all use", "percent"))
    if not waste:
        return Told(f"No misprint wasted material in {read.asked.words}.", columns, [])
    names = [choice_label(MisprintCause[cause]) for cause, _ in waste]
    href = url_for("MisprintScreen.list")
    lines = [
        Line((name, value, value * 100 / everything if everything else None), href)
        for name, (_, value) in zip(names, waste, strict=True)
    ]
    lost = sum((value for _, value in waste), Decimal(0))
    share = spelled(lost * 100 / everything, "percent") if everything else "all"
    said = f"Misprints wasted {whole_money(lost)} in {read.asked.words}, {share} of what was used."
    said += f" Most was lost by {names[0].lower()}: {money(waste[0][1])}."
    values = [value for _, value in waste]
    figure = lying(
        names,
        values,
        [money(v) for v in values],
        colours=["--series-2"] * len(waste),
        links=[href] * len(waste),
    )
    return Told(said, columns, lines, figure)


@chart(materials, "cover-in-days", "Cover in days")
def cover_in_days(read: Materials) -> Told:
    """How long what is available lasts at the use of late."""
    covered = [
        (each, max(each.available, Decimal(0)) / read.lately[each.id])
        for each in read.stocked
        if read.lately.get(each.id)
    ]
    covered.sort(key=lambda each: (each[1], each[0].name))
    columns = (
        Column("Material"), Column("Days", "quantity"), Column("Available", "quantity"),
        Column("Used a day", "quantity"), Column("Unit"),
    )  # fmt: skip
    if not covered:
        return Told(
            f"Nothing was used in the last {LATELY} days: there is no use to reckon with.", columns, []
        )
    lines = [
        Line((each.name, days, each.available, read.lately[each.id], each.unit), _material(each))
        for each, days in covered
    ]
    shown = covered[:SHORTEST]
    figure = lying(
        [each.name for each, _ in shown],
        [min(days, Decimal(120)) for _, days in shown],
        [f"{days:,.0f} d" for _, days in shown],
        colours=["--red" if days < SOON else "--accent" for _, days in shown],
        links=[_material(each) for each, _ in shown],
        unit="",
    )
    figure.update_layout(xaxis={"ticksuffix": " d"})
    first, days = covered[0]
    short = sum(1 for _, left in covered if left < SOON)
    said = f"{first.name} lasts {days:,.0f} days at the use of the last {LATELY} days."
    said += f" {counted(short, 'material')} last{'s' if short == 1 else ''} less than {SOON} days."
    return Told(said, columns, lines, figure)


@chart(materials, "price-trend", "Prices paid")
def price_trend(read: Materials) -> Told:
    """What a unit cost on average, delivered, month by month, against the first month shown."""
    bought = read.by_material(bought=True)
    sums = {key: sum((row.value for row in rows.values()), Decimal(0)) for key, rows in bought.items()}
    chosen = [key for key in sorted(sums, key=lambda key: (-sums[key], key)) if len(bought[key]) > 1][
        : MOST + 1
    ]
    columns = (Column("Month"), *(Column(read.names.get(key, "Put away"), "percent") for key in chosen))
    if not chosen:
        return Told("Nothing was bought in two of these months: there is no price to follow.", columns, [])
    indexes = {key: _indexes(bought[key], read.months) for key in chosen}
    traces = [
        line(
            read.names.get(key, "Put away"),
            marks_of(read.months),
            indexes[key],
            colour=colour,
            dash="dot" if place > 3 else "solid",
        )
        for place, (key, colour) in enumerate(zip(chosen, SERIES, strict=False))
    ]
    figure = stacked(traces, dollars=False)
    figure.update_layout(yaxis={"ticksuffix": " %", "tickformat": ".0f", "rangemode": "normal"})
    figure.update_traces(connectgaps=True, hovertemplate="%{y:.1f} %")
    lines = [
        Line((str(month), *(indexes[key][place] for key in chosen)))
        for place, month in enumerate(read.months)
    ]
    last = {key: next(value for value in reversed(indexes[key]) if value is not None) for key in chosen}
    most = max(chosen, key=lambda key: abs(last[key] - 100))
    change = last[most] - 100
    said = f"The first price of these months is 100 %. {read.names.get(most, 'Put away')} is now {abs(change):.1f} % "
    said += "dearer." if change > 0 else "cheaper." if change < 0 else "off: no price has moved."
    return Told(said, columns, lines, figure)


def _indexes(rows: Mapping[str, Moved], months: Sequence[Period]) -> list[Decimal | None]:
    prices = [_price(rows.get(month.key)) for month in months]
    first = next((price for price in prices if price), None)
    return [None if price is None or first is None else price * 100 / first for price in prices]


def _price(row: Moved | None) -> Decimal | None:
    return row.value / row.quantity if row and row.quantity > 0 and row.value > 0 else None


@chart(materials, "below-reorder-point", "Below the reorder point", wide=True)
def reorder(read: Materials) -> Told:
    """What is available only up to its reorder point."""
    due = [
        each
        for each in read.stocked
        if each.reorder_point is not None and each.available <= each.reorder_point
    ]
    due.sort(key=lambda each: (each.available - (each.reorder_point or 0), each.name))
    columns = (
        Column("Material"), Column("Available", "quantity"), Column("Order at", "quantity"),
        Column("Days left", "quantity"), Column("Unit"),
    )  # fmt: skip
    lines = [
        Line((each.name, each.available, each.reorder_point, _days(read, each), each.unit), _material(each))
        for each in due
    ]
    said = f"{counted(len(due), 'material')} reached the point at which to order again."
    if not due:
        said = "No material has reached the point at which to order again."
    ways = [("What to order, and why", REORDER)]
    return Told(said, columns, lines, ways=ways)


def _days(read: Materials, material: Stocked) -> Decimal | None:
    use = read.lately.get(material.id)
    return max(material.available, Decimal(0)) / use if use else None


def _material(material: Stocked) -> str:
    return url_for("MaterialScreen.show", pk=material.id)


def _usage_of(month: Period) -> str:
    """The rows of use in a month, as the grid narrows them."""
    bounds = {
        "_flt_0_used_at": f"{month.before().last}T23:59",
        "_flt_1_used_at": f"{month.after().first}T00:00",
    }
    return f"{url_for('MaterialUsageScreen.list')}?{urlencode(bounds)}"
