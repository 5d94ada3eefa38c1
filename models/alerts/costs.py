"""What jobs cost beyond what they were estimated at, and what little they leave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from sqlalchemy.orm import Session

from ..core.labels import choice_label, dollars
from ..core.roles import BOOKKEEPER
from ..core.types import round_half_up
from ..costing import JobCosting
from ..costing.comparing import forecasts
from ..jobs.life import HANDED_OVER
from .declared import Reading, alert_rule
from .kinds import AlertType
from .watched import Watched, watched


@alert_rule(
    "high_costs",
    "High costs",
    AlertType.HIGH_COSTS,
    subject="jobs",
    threshold="15",
    clears_at="10",
    critical_at="30",
    unit="%",
    own="customer_id",
    of_costs=True,
    by={BOOKKEEPER},
    way="Open the job",
)
def high_costs(session: Session) -> Iterator[Reading]:
    """A job costs over 15 % more than it was estimated at, or will when what is not done yet goes as estimated. It
    clears at 10 %. Watched are the jobs that are not handed over, those on hold or shipped, and those completed in the
    last 60 days, as far as they have an estimate.
    """
    jobs = watched(session, JobCosting.estimated_costs > 0)
    coming = forecasts(session, {job.id: job.status for job in jobs if job.status not in HANDED_OVER})
    for job in jobs:
        forecast = coming[job.id].total_costs if job.id in coming else job.total_costs
        yield _beyond_estimate(job, max(job.total_costs, forecast))


def _beyond_estimate(job: Watched, costs: Decimal) -> Reading:
    estimated = job.estimated_costs or Decimal(0)
    percent = round_half_up((costs - estimated) * 100 / estimated)
    verb = "will cost" if costs > job.total_costs else "costs"
    message = (
        f"{job} for {job.customer} {verb} {dollars(costs)}, {percent.normalize():f} % more than the"
        f" {dollars(estimated)} that were estimated. Its page says why: by price, quantity, time, waste and scope."
    )
    amounts = {"Estimated": estimated, "Spent so far": job.total_costs, "Forecast": costs}
    return _reading(job, percent, f"{job.number} {verb} more than estimated", message, amounts)


@alert_rule(
    "profit_margin_low",
    "Low profit margin",
    AlertType.PROFIT_MARGIN_LOW,
    subject="jobs",
    threshold="30",
    clears_at="33",
    critical_at="0",
    is_low=True,
    unit="%",
    own="customer_id",
    of_costs=True,
    by={BOOKKEEPER},
    way="Open the job",
)
def profit_margin_low(session: Session) -> Iterator[Reading]:
    """A job leaves less than 30 % of its revenue, by what it has cost so far. It clears at 33 %, and is critical when
    money is lost. Watched are the jobs with costs and a price that are not handed over, those on hold or shipped, and
    those completed in the last 60 days. Revenue is what was invoiced, and before that what was quoted.
    """
    with_both = (JobCosting.total_costs > 0, JobCosting.profit_margin.is_not(None))
    return (_left_of_revenue(job) for job in watched(session, *with_both))


def _left_of_revenue(job: Watched) -> Reading:
    revenue, margin = job.revenue or Decimal(0), job.profit_margin or Decimal(0)
    left = revenue - job.total_costs
    title = f"{job.number} {'loses money' if left < 0 else 'earns little'}"
    message = (
        f"{job} for {job.customer} brings {dollars(revenue)} and has cost {dollars(job.total_costs)}:"
        f" {dollars(left)} are left, a margin of {margin.normalize():f} %."
    )
    amounts = {"Revenue": revenue, "Costs so far": job.total_costs, "Left": left}
    return _reading(job, margin, title, message, amounts)


def _reading(
    job: Watched, percent: Decimal, title: str, message: str, amounts: Mapping[str, Decimal]
) -> Reading:
    return Reading(
        subject_id=job.id,
        name=str(job),
        actual=percent,
        title=title,
        message=message,
        data={"Customer": job.customer, "Status": choice_label(job.status)}
        | {label: dollars(amount) for label, amount in amounts.items()},
        address=f"/jobs/show/{job.id}",
        of=job.customer_id,
    )
