"""What tiles, trends and goals are made of: each key figure with what it came to, period by period.

Of the whole shop it is read from the kept rows, of one customer measured from the facts. Either way it is kept in Redis
by the version of what was read (`kept`), so that a page seen again asks the database for little more than that version.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from models import metrics
from models.core import clock
from models.core.base import db
from models.core.periods import Period, PeriodKind, period_named, period_of
from models.metrics import KPIS, Kpi, MetricTarget
from models.metrics.goals import by_kind, changed_by

from .kept import kept
from .measured import Numbers, measured_points

LENGTH: Final = 12
"""So many periods a trend has, the last being the one that was asked for."""

Names = Callable[[Mapping[str, MetricTarget]], Collection[str]]
"""Which key figures a page shows, of the shop's wishes."""


@dataclass(frozen=True)
class Point:
    """What a key figure came to in a period, in the one before, a year before, and what it should have come to."""

    value: Decimal | None = None
    previous: Decimal | None = None
    year_before: Decimal | None = None
    goal: Decimal | None = None


NO_POINT: Final = Point()


@dataclass(frozen=True)
class Figure:
    """A key figure as the shop calls it, with its goal for a month, its baseline and its points by period's key."""

    kpi: Kpi
    title: str
    is_on_overview: bool
    goal: Decimal | None
    baseline_month: str | None
    baseline: Decimal | None
    is_whole_shop: bool
    points: Mapping[str, Point]

    def at(self, period: Period) -> Point:
        """Its point in `period`. While a period runs the present goal holds, whatever was kept."""
        point = self.points.get(period.key, NO_POINT)
        return Point(point.value, point.previous, point.year_before, self._goal(period, point))

    def _goal(self, period: Period, point: Point) -> Decimal | None:
        is_running = period.last >= clock.shop_day()
        return by_kind(self.kpi, self.goal).get(period.kind) if is_running else point.goal


@dataclass(frozen=True)
class Figures:
    """Key figures in the order in which they stand, when they were counted, and whether facts wait to be."""

    by_name: Mapping[str, Figure]
    calculated_at: dt.datetime | None
    is_stale: bool

    def __iter__(self) -> Any:
        return iter(self.by_name.values())


def periods_until(period: Period) -> list[Period]:
    """The periods of a trend that ends with `period`, the oldest first."""
    found = [period]
    while len(found) < LENGTH:
        found.append(found[-1].before())
    return found[::-1]


def read_figures(page: str, names: Names, period: Period, customer_id: str | None = None) -> Figures:
    """The key figures that `page` shows, for the periods until `period` and the months until its last.

    Of one customer where they can be told of one, else of the whole shop. One statement where they were read before.
    """
    stamp = metrics.stamp_of(db.session())
    question = "|".join(
        (
            "key figures",
            page,
            period.key,
            customer_id or "",
            clock.shop_day().isoformat(),
            str(clock.shop_zone()),
        )
    )
    told = kept(question, stamp.version, lambda: _read(names, period, customer_id))
    by_name = {name: _figure(name, each) for name, each in told.items() if name in KPIS}
    return Figures(by_name, stamp.calculated_at, stamp.is_stale)


def _read(names: Names, period: Period, customer_id: str | None) -> dict[str, Any]:
    """What is kept: two statements of the whole shop, several for each key figure of one customer."""
    wishes = metrics.targets(db.session())
    chosen = names(wishes)
    shown = [name for name in wishes if name in chosen]
    own = [name for name in shown if customer_id and KPIS[name].by_customer]
    month = period_of(min(period.last, clock.shop_day()), PeriodKind.MONTH)
    periods = list(dict.fromkeys((*periods_until(month), *periods_until(period))))
    baselines = {wish.baseline_month for wish in wishes.values() if wish.baseline_month}
    wanted = (*periods, *(period_named(key) for key in sorted(baselines)))
    rows = metrics.rows_of(db.session(), shown, wanted)
    told = {}
    for name in shown:
        wish, baseline = wishes[name], rows.get((name, wishes[name].baseline_month or ""))
        found = {each.key: _kept_row(rows.get((name, each.key))) for each in periods}
        if name in own:
            found = _of_one(
                KPIS[name],
                found,
                measured_points(db.session(), KPIS[name], periods, period, str(customer_id)),
            )
        told[name] = _as_json(wish, baseline and baseline.value, found, is_own=name in own or not customer_id)
        if name in own and not KPIS[name].is_share:
            told[name]["goal"] = None
    return told


def _of_one(kpi: Kpi, shop: Mapping[str, Numbers], own: Mapping[str, Numbers]) -> dict[str, Numbers]:
    """A customer's numbers with the shop's goals: a share is to be reached with each, an amount with all together."""
    return {key: (*numbers[:3], shop[key][3] if kpi.is_share else None) for key, numbers in own.items()}


def _kept_row(row: metrics.BusinessMetric | None) -> Numbers:
    if row is None:
        return (None, None, None, None)
    return (row.value, row.previous_value, row.year_before_value, row.target_value)


def _as_json(
    wish: MetricTarget, baseline: Decimal | None, points: Mapping[str, Numbers], *, is_own: bool
) -> dict[str, Any]:
    goal = changed_by(baseline, wish.change_percent) if wish.target is None else wish.target
    return {
        "title": wish.title,
        "is_on_overview": wish.is_on_overview,
        "goal": _text(goal),
        "baseline_month": wish.baseline_month,
        "baseline": _text(baseline),
        "is_own": is_own,
        "points": {key: [_text(value) for value in numbers] for key, numbers in points.items()},
    }


def _figure(name: str, told: Mapping[str, Any]) -> Figure:
    points = {key: Point(*(_number(text) for text in texts)) for key, texts in told["points"].items()}
    return Figure(
        KPIS[name],
        told["title"],
        told["is_on_overview"],
        _number(told["goal"]),
        told["baseline_month"],
        _number(told["baseline"]),
        not told["is_own"],
        points,
    )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def values_of(figure: Figure, periods: Sequence[Period]) -> list[Decimal | None]:
    """What it came to in each of these periods."""
    return [figure.at(period).value for period in periods]
