"""What is used of materials month by month, and what misprints waste of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from flask import url_for

from models.core.labels import choice_label
from models.core.periods import Period
from models.metrics import Window
from models.profit.material_reading import Moved
from models.profit.materials import USED
from models.timekeeping import MisprintCause

from ..core.charts import Figure
from .declared import Column, Line, Told, chart
from .drill import rows_of as rows_behind
from .figures import SERIES, bars, lying, stacked
from .materials import MOST, Materials, by_worth, materials
from .spelling import money, spelled, whole_money

OTHERS: Final = "Others"

Row = tuple[str, list[Decimal]]
"""A name with the value of each month; two materials may have one name."""


@chart(materials, "use-by-month", "Use by month")
def use_by_month(read: Materials) -> Told:
    """The value of what was used, spoiled pieces among it."""
    used = read.by_material(bought=False)
    if not used:
        return Told("Nothing was used in these months.", (Column("Month"),), [])
    sums = by_worth(used)
    table = _table(used, [*sums][:MOST], read)
    links = [rows_behind("material_usage", used_at=Window(month.first, month.last)) for month in read.months]
    rows = [(*values, sum(values, Decimal(0))) for values in zip(*(row for _, row in table), strict=True)]
    lines = [
        Line((str(month), *row), link) for month, row, link in zip(read.months, rows, links, strict=True)
    ]
    columns = (Column("Month"), *(Column(name, "money") for name, _ in table), Column("Together", "money"))
    first, most = next(iter(sums.items()))
    said = f"Materials for {whole_money(rows[-1][-1])} were used in {read.months[-1]}."
    said += f" Over these months most went into {read.name(first)}: {whole_money(most)}."
    return Told(said, columns, lines, _use_drawn(table, read.marks, links))


def _table(used: Mapping[str, Mapping[str, Moved]], chosen: Sequence[str], read: Materials) -> list[Row]:
    """The rows of the chosen materials, and of all others together."""
    table = [(read.name(key), [_value(used[key], month) for month in read.months]) for key in chosen]
    others = [rows for key, rows in used.items() if key not in chosen]
    if others:
        sums = [sum((_value(rows, month) for rows in others), Decimal(0)) for month in read.months]
        table.append((OTHERS, sums))
    return table


def _use_drawn(table: Sequence[Row], marks: Sequence[str], links: Sequence[str]) -> Figure:
    coloured = zip(table, SERIES, strict=False)
    return stacked(
        [
            bars(name, marks, values, colour="--grey" if name == OTHERS else colour, links=links)
            for (name, values), colour in coloured
        ]
    )


def _value(rows: Mapping[str, Moved], month: Period) -> Decimal:
    return rows[month.key].value if month.key in rows else Decimal(0)


@chart(materials, "waste-by-cause", "Waste by cause")
def waste_by_cause(read: Materials) -> Told:
    """The value of what misprints spoiled, and which part of all use that is."""
    waste = {cause: value for cause, value in read.wasted.items() if cause != USED and value}
    causes = sorted(waste, key=lambda cause: (-waste[cause], cause))
    columns = (Column("Cause"), Column("Value", "money"), Column("Of all use", "percent"))
    if not waste:
        return Told(f"No misprint wasted material in {read.asked.words}.", columns, [])
    names = [choice_label(MisprintCause[cause]) for cause in causes]
    values = [waste[cause] for cause in causes]
    everything = sum(read.wasted.values(), Decimal(0))
    href = url_for("MisprintScreen.list")
    lines = [
        Line((name, value, value * 100 / everything if everything else None), href)
        for name, value in zip(names, values, strict=True)
    ]
    said = _waste_told(read, sum(values, Decimal(0)), everything)
    said += f" Most was lost by {names[0].lower()}: {money(values[0])}."
    texts = [money(value) for value in values]
    several = len(values)
    figure = lying(names, values, texts, colours=["--series-2"] * several, links=[href] * several)
    return Told(said, columns, lines, figure)


def _waste_told(read: Materials, lost: Decimal, everything: Decimal) -> str:
    share = spelled(lost * 100 / everything, "percent") if everything else "all"
    return f"Misprints wasted {whole_money(lost)} in {read.asked.words}, {share} of what was used."
