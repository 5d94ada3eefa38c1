"""Production and capacity: what the floor finished, what is late, what is full, and what went wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from models.core.base import db
from models.core.periods import Period
from models.core.roles import MANAGER, OFFICE, PRODUCTION
from models.insight import Compared, Row, ask, compared_of, production
from models.insight.comparing import coming, last_weeks
from models.insight.production import Overdue
from models.metrics import Window, rows_of
from models.metrics.windows import Asked as Windows

from .against import (
    Kept,
    Point,
    facts_of,
    moved,
    points_of,
    sentence,
    share,
    trend_bars,
    trend_columns,
    trend_line,
    trend_lines,
)  # fmt: skip
from .asked import Asked
from .declared import Column, Fact, Line, Told, chart, dashboard
from .drill import rows_of as rows_behind
from .profitability import MONTHS
from .spelling import counted, spelled

WEEKS: Final = 12
AHEAD: Final = 4
"""Weeks to come that are told of."""
LISTED: Final = 15
"""So many overdue jobs are named."""

PIECES, ON_TIME, OVERDUE, REFUSED = (
    "throughput_pieces", "on_time_delivery", "overdue_jobs", "overbooking_refused"
)  # fmt: skip
_FACTS: Final = (PIECES, ON_TIME, OVERDUE, "labor_utilization")
_KEPT: Final = (*_FACTS, REFUSED)


@dataclass(frozen=True)
class Production:
    """What the charts of production are made of."""

    asked: Asked
    compared: Compared
    months: Sequence[Period]
    weeks: Sequence[Period]
    ahead: Sequence[Window]
    kept: Kept
    found: Mapping[str, list[Row]]
    late: Sequence[Overdue]

    def points(self, name: str) -> list[Point]:
        """A key figure by month."""
        return points_of(self.kept, name, self.months)


def facts(read: Production) -> list[Fact]:
    """The period's key figures beside the period before and the year before."""
    return facts_of(read.kept, _FACTS, read.compared)


@dashboard(
    "production",
    "Production and capacity",
    about="What was finished and how punctually, what is late, which person or machine is the bottleneck.",
    by={MANAGER, OFFICE, PRODUCTION},
    facts=facts,
    spans=(),
    reads_margins=False,
)
def production_read(asked: Asked) -> Production:
    """All charts in three statements."""
    session, period = db.session(), asked.period
    compared, months = compared_of(period), asked.until.months(MONTHS)
    weeks, ahead = last_weeks(compared.now.last, WEEKS), coming(AHEAD)
    spans, to_come = Windows(compared.windows, name="spans"), Windows(ahead, name="ahead")
    questions = {
        "load": production.load(spans),
        "ahead": production.load(to_come),
        "estimates": production.estimates(spans),
        "misprints": production.misprints(spans),
        "overdue": production.overdue(),
        "statuses": production.statuses(),
        "stages": production.stages(),
    }
    kept = rows_of(session, _KEPT, {period, *months, *weeks})
    late = production.overdue_jobs(session, LISTED)
    return Production(asked, compared, months, weeks, ahead, kept, ask(session, questions), late)


@chart(production_read, "pieces-by-month", "Pieces finished by month")
def pieces_by_month(read: Production) -> Told:
    """Pieces of the jobs that became ready, beside the year before."""
    points = read.points(PIECES)
    links = [_moves_of(Window(month.first, month.last)) for month in read.months]
    said = _pieces_told(points, "pieces became ready")
    columns = trend_columns("Month", "Pieces", "rounded")
    return Told(said, columns, trend_lines(points, links), trend_bars("Pieces", points, links))


@chart(production_read, "pieces-by-week", "Pieces finished by week")
def pieces_by_week(read: Production) -> Told:
    """The same by week, beside the same weeks a year before."""
    points = points_of(read.kept, PIECES, read.weeks)
    links = [_moves_of(Window(week.first, week.last)) for week in read.weeks]
    said = _pieces_told(points, "pieces became ready")
    columns = trend_columns("Week", "Pieces", "rounded")
    return Told(said, columns, trend_lines(points, links), trend_bars("Pieces", points, links))


def _pieces_told(points: Sequence[Point], what: str) -> str:
    """The last period beside the year before, and the best."""
    known = [point for point in points if point.value]
    if not known:
        return "Nothing was finished in this time."
    last = points[-1] if points[-1].value else points[-2]  # what has just begun tells nothing yet
    best = max(known, key=lambda point: point.value or 0)
    now = last.value or 0
    compared = moved(last.value, last.year, "a year before") if last.value is not None else ""
    said = f"{now:,.0f} {what} in {last.period}{', ' + compared if compared else ''}."
    most = f"Most were in {best.period}: {best.value:,.0f}." if best is not last else "No other had more."
    return sentence(said, most)


def _moves_of(window: Window) -> str:
    return rows_behind("job_status_updates", new_status="READY_FOR_PICKUP", created_at=window)


@chart(production_read, "on-time-by-month", "On time by month")
def on_time_by_month(read: Production) -> Told:
    """The share of promised jobs that was ready by its day, with the goal."""
    points = read.points(ON_TIME)
    columns = (
        Column("Month"), Column("On time", "percent"), Column("Jobs", "rounded"), Column("Due", "rounded"),
        Column("Goal", "percent"), Column("A year before", "percent"),
    )  # fmt: skip
    links = [rows_behind("jobs", due_on=Window(month.first, month.last)) for month in read.months]
    lines = [
        Line((str(p.period), p.value, p.top, p.bottom, p.goal, p.year), link)
        for p, link in zip(points, links, strict=True)
    ]
    known = [point for point in points if point.value is not None]
    if not known:
        return Told("No promised job was due in these months.", columns, lines)
    last = known[-1]
    said = f"{spelled(last.value, 'percent')} of the jobs due in {last.period} were ready in time"
    said += f": {last.top:,.0f} of {last.bottom:,.0f}."
    if last.goal is not None and last.value is not None:
        said += f" The goal is {spelled(last.goal, 'percent')}; it is {'met' if last.value >= last.goal else 'missed'}."
    return Told(said, columns, lines, trend_line("On time", points, links, suffix=" %"))


@chart(production_read, "overbookings-refused", "Overbookings refused")
def overbookings_refused(read: Production) -> Told:
    """How often somebody tried to book more hours than there were."""
    points = read.points(REFUSED)
    links = [
        rows_behind("booking_refusals", kind="OVERBOOKED", created_at=Window(each.first, each.last))
        for each in read.months
    ]
    number = sum(point.value or 0 for point in points)
    refused = counted(int(number), "booking")
    said = f"The calendar refused {refused} beyond a day's hours in these months."
    if not number:
        said = "Nobody tried to book more hours than there were in these months."
    columns = trend_columns("Month", "Refused", "rounded")
    shown = trend_bars("Refused", points, links) if number else None
    return Told(said, columns, trend_lines(points, links), shown)


def shares(top: Row | None, place: int = 0, of: int = 1) -> object:
    """What one number of a row is of another, in percent; None without the row or of nothing."""
    return share(top[place], top[of]) if top else None
