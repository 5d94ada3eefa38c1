"""One job: from its revenue to its profit, and what was estimated beside what it cost."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from flask import url_for

from models.core.base import db
from models.jobs import Job, JobStatus
from models.profit import JobMargin

from .asked import Asked
from .declared import Column, Fact, Line, Told, chart, dashboard
from .falling import KINDS, STEPS, fall
from .profitability import COST_READERS
from .spelling import money, spelled, whole_money


@dataclass(frozen=True)
class OneJob:
    """A job and its margin; None while it is no order yet, and has cost nothing."""

    job: Job
    margin: JobMargin | None


def facts(read: OneJob) -> list[Fact]:
    """Its revenue, costs, profit and margin."""
    margin = read.margin
    if margin is None:
        return []
    basis = "invoiced" if margin.booked_on else "quoted, not invoiced yet"
    if read.job.status == JobStatus.CANCELLED:
        basis = "cancelled"
    return [
        Fact("Revenue", money(margin.revenue), basis),
        Fact("Costs", money(margin.total_costs)),
        Fact("Profit", money(margin.profit)),
        Fact("Margin", spelled(margin.margin, "percent"), "of the revenue"),
    ]


@dashboard(
    "job",
    "Profit of a job",
    about="One job: what it brings in, what it costs, and what is left.",
    by=COST_READERS,
    filters=("job",),
    facts=facts,
    is_listed=False,
    spans=(),
)
def one_job(asked: Asked) -> OneJob:
    """The job's margin."""
    job = asked.one_job
    return OneJob(job, db.session.scalar(sa.select(JobMargin).where(JobMargin.job_id == job.id)))


@chart(one_job, "job-revenue-to-profit", "From revenue to profit")
def job_waterfall(read: OneJob) -> Told:
    """Each kind of cost as a step down."""
    job, margin = read.job, read.margin
    to_the_job = (f"Open {job.number}", url_for("JobScreen.show", pk=job.id))
    if margin is None:
        said = f"{job.number} is no order yet and has cost nothing: there is nothing to show."
        return Told(said, STEPS, [], ways=[to_the_job])
    lines, figure = fall(margin)
    largest = max(KINDS, key=lambda key: getattr(margin, key))
    left = "is left" if margin.profit >= 0 else "is lost"
    said = f"Of {whole_money(margin.revenue)}, {whole_money(abs(margin.profit))} {left}."
    if margin.total_costs:
        said += f" The largest cost is {KINDS[largest].lower()} with {whole_money(getattr(margin, largest))}."
    return Told(said, STEPS, lines, figure, [to_the_job])


@chart(one_job, "job-estimate", "Estimate against actual")
def job_estimate(read: OneJob) -> Told:
    """What was reckoned for the quote beside what it cost."""
    columns = (Column("Costs"), Column("Amount", "money"))
    margin = read.margin
    if margin is None or margin.estimated_cost is None:
        return Told(f"{read.job.number} was not estimated when it was quoted.", columns, [])
    off = margin.total_costs - margin.estimated_cost
    lines = [
        Line(("Estimated", margin.estimated_cost)),
        Line(("Actual", margin.total_costs)),
        Line(("Above the estimate" if off >= 0 else "Below the estimate", abs(off))),
    ]
    word = "more" if off >= 0 else "less"
    share = (
        f" ({spelled(abs(off) * 100 / margin.estimated_cost, 'percent')})" if margin.estimated_cost else ""
    )
    return Told(f"It cost {whole_money(abs(off))}{share} {word} than estimated.", columns, lines)
