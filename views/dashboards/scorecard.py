"""The scorecard: what the shop wants to reach, each goal with its baseline, what it has come to, and a verdict."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from models.core import clock
from models.core.periods import Period, PeriodKind, period_named, period_of
from models.metrics import Better, MetricTarget

from .asked import Asked
from .beside import said_of
from .declared import Column, Line, Told, chart, dashboard, panel
from .figure_words import goal_of, value_of
from .key_figures import Figure, Figures, periods_until, read_figures, values_of
from .profitability import COST_READERS
from .score import Score
from .scorecard_reports import reports_score
from .sparkline import in_words, sparkline
from .verdicts import MET, OFF_COURSE, ON_THE_WAY, Verdict, verdict_on
from .way import way

AREAS: Final[Mapping[str, Mapping[str, str]]] = {
    "Customers": {
        "inquiries_per_100_jobs": "Fewer questions from customers",
        "approval_turnaround_hours": "Approvals in hours, not days",
        "portal_adoption": "Customers who use the portal",
        "customer_satisfaction": "Happier customers",
    },
    "Production": {
        "overbooking_refused": "No double bookings",
        "material_waste": "Less material wasted",
        "costing_accuracy": "Costs as estimated",
        "labor_utilization": "Hours used well",
        "on_time_delivery": "Delivered on time",
    },
    "Business": {
        "stockouts": "No stockouts",
        "gross_margin": "Prices that earn",
        "revenue": "Growth",
    },
}
"""What the shop wants to reach, by area: the key figure that tells it, and the goal in words."""

_WAYS: Final = {Better.LESS: "lower is better", Better.MORE: "higher is better", Better.NEITHER: "counted"}


@dataclass(frozen=True)
class Scorecard:
    """The key figures of all goals in the period that was asked for."""

    asked: Asked
    figures: Figures

    def verdicts(self) -> dict[str, Verdict]:
        """The verdict on each goal."""
        return {each.kpi.name: verdict_on(each, self.asked.period) for each in self.figures}


def _names(_wishes: Mapping[str, MetricTarget]) -> Collection[str]:
    return {name for goals in AREAS.values() for name in goals}


def said(read: Scorecard) -> str:
    """Which days are meant, and whether facts wait to be counted."""
    return said_of(read.asked.period, read.asked.against, is_stale=read.figures.is_stale)


@dashboard(
    "scorecard",
    "Scorecard",
    about="What the shop wants to reach: each goal with its baseline, what it has come to, and a verdict.",
    by=COST_READERS,
    spans=(),
    said=said,
)
def scorecard(asked: Asked) -> Scorecard:
    """All goals: one statement where they were read before."""
    return Scorecard(asked, read_figures("scorecard", _names, asked.period))


@panel(scorecard, "dashboards/_scorecard.html")
def goals(read: Scorecard) -> dict[str, Any]:
    """The sum of all, and each goal by area."""
    verdicts, reports = read.verdicts(), reports_score(read.asked.period)
    areas = {area: [_score(read, name, verdicts) for name in names] for area, names in AREAS.items()}
    areas["Business"].insert(0, reports)
    states = [each.verdict.state for scores in areas.values() for each in scores]
    return {
        "met": states.count(MET),
        "of": sum(states.count(each) for each in (MET, ON_THE_WAY, OFF_COURSE)),
        "on_the_way": states.count(ON_THE_WAY),
        "off_course": states.count(OFF_COURSE),
        "baselines": _baselines(read.figures),
        "areas": list(areas.items()),
    }


def _baselines(figures: Figures) -> str:
    """The months that the goals are compared with."""
    months = sorted({each.baseline_month for each in figures if each.baseline_month})
    return ", ".join(str(period_named(month)) for month in months)


def _score(read: Scorecard, name: str, verdicts: Mapping[str, Verdict]) -> Score:
    figure, period = read.figures.by_name[name], read.asked.period
    kpi, point = figure.kpi, figure.at(period)
    goal_in_words = next(goals[name] for goals in AREAS.values() if name in goals)
    periods = periods_until(period)
    values = values_of(figure, periods)
    return Score(
        goal_in_words,
        f"{figure.title}; {_WAYS[kpi.better]}",
        value_of(kpi, figure.baseline),
        goal_of(kpi, point.goal),
        value_of(kpi, point.value),
        way(kpi, point.value, figure.baseline, point.goal, verdicts[name].tone),
        sparkline(values, point.goal, in_words(kpi, periods, values)),
        verdicts[name],
        read.asked.address("key-figure", figure=name),
    )


@chart(scorecard, "goals-by-month", "Goals month by month", wide=True)
def goals_by_month(read: Scorecard) -> Told:
    """Each goal with its last months, to be taken along."""
    months = periods_until(period_of(min(read.asked.period.last, clock.shop_day()), PeriodKind.MONTH))
    columns = [Column("Key figure"), Column("Goal"), *(Column(f"{each.first:%b %Y}") for each in months)]
    lines = [
        Line(_values(each, months), read.asked.address("key-figure", figure=each.kpi.name))
        for goals in AREAS.values()
        for each in map(read.figures.by_name.__getitem__, goals)
    ]
    return Told("What each goal came to in the last twelve months.", columns, lines)


def _values(figure: Figure, months: Sequence[Period]) -> list[str]:
    texts = (value_of(figure.kpi, value) for value in values_of(figure, months))
    return [figure.title, goal_of(figure.kpi, figure.at(months[-1]).goal), *texts]
