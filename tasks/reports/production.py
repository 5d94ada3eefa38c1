"""The weekly production: the key figures of a week, and the jobs that became ready in it. Without costs."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from models.core import clock
from models.core.periods import Period, PeriodKind
from models.core.roles import ARTIST, OFFICE, PRODUCTION
from models.customers import Customer
from models.jobs import Job, JobItem, JobStatusUpdate
from models.metrics import KPIS, BusinessMetric, rows_of, targets
from models.metrics.declared import MetricUnit
from models.metrics.productivity import READY
from models.reports import COST_READERS, Column, Contents, ReportKind, Table, report
from models.reports.contents import Cell

from .spelling import counted, spelled

FIGURES: Final = (
    "throughput_pieces",
    "on_time_delivery",
    "overdue_jobs",
    "labor_utilization",
    "overbooking_refused",
    "stockouts",
    "approval_turnaround_hours",
)

_KINDS: Final = {
    MetricUnit.DOLLARS: "money",
    MetricUnit.PERCENT: "percent",
    MetricUnit.HOURS: "hours",
    MetricUnit.PIECES: "whole",
    MetricUnit.COUNT: "whole",
    MetricUnit.SCORE: "number",
}


@report(
    ReportKind.WEEKLY_PRODUCTION,
    "Weekly production",
    periods=(PeriodKind.WEEK,),
    by=COST_READERS | {OFFICE, PRODUCTION, ARTIST},
    back_fill=4,
)
def weekly_production(session: Session, week: Period) -> Contents:
    """What a week finished: pieces, what was on time and what is late, hours used, and the jobs that became ready."""
    kept, ready = rows_of(session, FIGURES, [week]), _ready(session, week)
    names = targets(session)
    columns = (
        Column("Key figure"),
        Column("This week", "number"),
        Column("Week before", "number"),
        Column("Change", "change"),
        Column("A year before", "number"),
        Column("Goal", "number"),
    )
    rows = [_figure(name, names, kept.get((name, week.key))) for name in FIGURES]
    return Contents(
        sentences=[_finished(week, kept, len(ready)), _on_time(kept, week)],
        tables=[Table("Key figures", columns, rows), _ready_table(ready)],
    )


def _figure(name: str, names: Any, row: BusinessMetric | None) -> list[Any]:
    kind = _KINDS[KPIS[name].unit]
    title = names[name].title if name in names else KPIS[name].title
    if row is None:
        return [title, *[Cell(None, kind)] * 2, None, *[Cell(None, kind)] * 2]
    values = (row.value, row.previous_value, row.year_before_value, row.target_value)
    now, before, year, goal = (Cell(value, kind) for value in values)
    return [title, now, before, row.variance, year, goal]


def _value(kept: Any, name: str, week: Period) -> Any:
    row = kept.get((name, week.key))
    return row.value if row is not None else None


def _finished(week: Period, kept: Any, jobs: int) -> str:
    if not jobs:
        return f"No job became ready in {week}."
    pieces = int(_value(kept, "throughput_pieces", week) or 0)
    return f"{counted(pieces, 'piece')} of {counted(jobs, 'job')} became ready in {week}."


def _on_time(kept: Any, week: Period) -> str:
    share, late = _value(kept, "on_time_delivery", week), int(_value(kept, "overdue_jobs", week) or 0)
    told = {0: "none was", 1: "1 job was"}.get(late, f"{late:,} jobs were")
    if share is None:
        return f"No job was due; {told} late at its end."
    return f"{spelled(share, 'percent')} of what was due was on time; {told} late at its end."


def _ready(session: Session, week: Period) -> list[Any]:
    """The jobs that became ready or were shipped in the week for the first time, as “Pieces finished” counts them."""
    update, earlier = JobStatusUpdate, aliased(JobStatusUpdate)
    again = sa.exists().where(
        earlier.job_id == update.job_id, earlier.new_status.in_(READY), earlier.id < update.id
    )
    begin, end = clock.start_of_day(week.first), clock.start_of_day(week.after().first)
    within = (update.created_at >= begin, update.created_at < end, update.new_status.in_(READY), ~again)
    pieces = sa.select(sa.func.sum(JobItem.quantity)).where(JobItem.job_id == Job.id).scalar_subquery()
    chosen = sa.select(Job.number, Job.title, Customer.name, pieces, Job.due_on, update.created_at)
    chosen = chosen.select_from(update).join(Job, Job.id == update.job_id)
    chosen = chosen.join(Customer, Customer.id == Job.customer_id).where(*within)
    return list(session.execute(chosen.order_by(update.created_at, Job.number)))


def _ready_table(found: list[Any]) -> Table:
    columns = (
        *(Column("Job"), Column("Title"), Column("Customer"), Column("Pieces", "whole")),
        *(Column("Due", "day"), Column("Ready", "day"), Column("On time")),
    )
    rows = [_ready_row(*each) for each in found]
    pieces = sum(row[3] for row in rows)
    foot = ["All", "", "", pieces, None, None, ""] if rows else ()
    return Table("Jobs that became ready", columns, rows, foot, empty="No job became ready.")


def _ready_row(number: str, title: str, customer: str, pieces: Any, due: Any, at: Any) -> list[Any]:
    day = clock.shop_day(at)
    on_time = "" if due is None else ("yes" if day <= due else f"{counted((day - due).days, 'day')} late")
    return [number, title, customer, int(pieces or 0), due, day, on_time]
