"""The overview: the shop's key figures in a period, what needs somebody, and revenue and margin by month."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from models.core import clock
from models.core.periods import Period, PeriodKind, period_of
from models.core.roles import ADMIN, BOOKKEEPER, MANAGER, OFFICE
from models.metrics import MetricTarget

from .asked import Asked
from .beside import said_of
from .declared import Told, chart, dashboard
from .key_figures import Figures, periods_until, read_figures
from .tiles import Tile, is_theirs, tile_of
from .trend import by_month

READERS: Final = frozenset({ADMIN, MANAGER, BOOKKEEPER, OFFICE})
"""Who opens it; what is of costs only some of them see."""

ALWAYS: Final = frozenset({"revenue", "gross_margin"})
"""Drawn by month, whether they have a tile or not."""


@dataclass(frozen=True)
class Overview:
    """What its tiles and charts are made of."""

    asked: Asked
    figures: Figures

    @property
    def period(self) -> Period:
        """The period that was asked for."""
        return self.asked.period

    @property
    def months(self) -> list[Period]:
        """The months of its charts: until that of the period's last day, or the present one."""
        return periods_until(period_of(min(self.period.last, clock.shop_day()), PeriodKind.MONTH))


def _shown(wishes: Mapping[str, MetricTarget]) -> Collection[str]:
    return ALWAYS | {name for name, wish in wishes.items() if wish.is_on_overview}


def tiles(read: Overview) -> list[Tile]:
    """Those that the shop wishes to stand here, in its order; of costs only for who reads costs."""
    asked, of_customer = read.asked, bool(read.asked.narrowed.customer_id)
    return [
        tile_of(
            each,
            read.period,
            against=asked.against,
            href=asked.address("key-figure", figure=each.kpi.name, against=""),
            of_customer=of_customer,
        )
        for each in read.figures
        if each.is_on_overview and is_theirs(each)
    ]


def said(read: Overview) -> str:
    """Which days are shown and beside which, and whether facts wait to be counted."""
    return said_of(read.period, read.asked.against, is_stale=read.figures.is_stale)


@dashboard(
    "overview",
    "Overview",
    about="How the shop stands: its key figures beside what they were and should be, and what needs somebody.",
    by=READERS,
    filters=("customer", "against"),
    spans=(),
    tiles=tiles,
    said=said,
)
def overview(asked: Asked) -> Overview:
    """All tiles and charts: one statement where they were read before."""
    return Overview(asked, read_figures("overview", _shown, asked.period, asked.narrowed.customer_id))


@chart(overview, "revenue-by-month", "Revenue by month", of_costs=True)
def revenue_by_month(read: Overview) -> Told:
    """Revenue beside the year before and the goal."""
    return by_month(read.figures.by_name["revenue"], read.months, read.asked)


@chart(overview, "margin-by-month", "Gross margin by month", of_costs=True)
def margin_by_month(read: Overview) -> Told:
    """The share of the revenue that is left, beside the year before and the goal."""
    return by_month(read.figures.by_name["gross_margin"], read.months, read.asked)
