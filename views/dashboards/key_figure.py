"""One key figure: what it means, its twelve months beside the year before and the goal, and the rows behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models.core import clock
from models.core.periods import Period, PeriodKind, period_of

from .asked import Asked
from .beside import said_of
from .declared import Told, chart, dashboard, panel
from .drill import rows_of
from .key_figures import Figure, periods_until, read_figures
from .overview import READERS
from .tiles import Tile, tile_of
from .trend import by_month, rows_behind


@dataclass(frozen=True)
class OneFigure:
    """A key figure with its points, in what was asked for."""

    asked: Asked
    figure: Figure
    is_stale: bool

    @property
    def months(self) -> list[Period]:
        """The twelve months until that of the period's last day, or the present one."""
        return periods_until(period_of(min(self.asked.period.last, clock.shop_day()), PeriodKind.MONTH))


def tiles(read: OneFigure) -> list[Tile]:
    """Its tile alone."""
    of_customer = bool(read.asked.narrowed.customer_id)
    return [
        tile_of(read.figure, read.asked.period, against=read.asked.against, href="", of_customer=of_customer)
    ]


def said(read: OneFigure) -> str:
    """Which days are shown and beside which."""
    return said_of(read.asked.period, read.asked.against, is_stale=read.is_stale)


@dashboard(
    "key-figure",
    "Key figure",
    about="One key figure by month, with what it means.",
    by=READERS,
    filters=("figure", "customer", "against"),
    is_listed=False,
    spans=(),
    tiles=tiles,
    said=said,
)
def one_figure(asked: Asked) -> OneFigure:
    """The key figure that was asked for."""
    return one_figure_of(asked)


def one_figure_of(asked: Asked) -> OneFigure:
    """The key figure that was asked for: one statement where it was read before."""
    name = asked.one_figure.name
    read = read_figures(f"key-figure {name}", lambda _: {name}, asked.period, asked.narrowed.customer_id)
    return OneFigure(asked, read.by_name[name], read.is_stale)


@panel(one_figure, "dashboards/_meaning.html")
def meaning(read: OneFigure) -> dict[str, Any]:
    """What it means, and whose it is."""
    return {"about": read.figure.kpi.about, "title": read.figure.title, "goals": rows_of("metric_targets")}


@chart(one_figure, "trend", "Month by month", wide=True)
def trend(read: OneFigure) -> Told:
    """Its twelve months, and the way to the rows of the period."""
    told = by_month(read.figure, read.months, read.asked)
    rows = rows_behind(read.figure.kpi, read.asked.period, read.asked)
    return Told(told.said, told.columns, told.lines, told.figure, [(f"Rows of {read.asked.words}", rows)])
