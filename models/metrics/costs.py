"""Key figures of costs: how much is material, how much was wasted, and how well the shop estimates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..core.events import Fact
from ..costing import JobCosting
from ..jobs import Job, JobStatus, JobStatusUpdate
from ..profit import JobMargin
from ..stock import MaterialUsage
from .declared import Better, MetricCategory, MetricUnit, Part, Rows, day_of, kpi, moment_of
from .revenue import of_margins
from .standing import first_moves
from .windows import Asked

CLOSE = 20
"""An estimate is close when it missed by no more than a twentieth of what the job cost (domain.md, “KPIs”: 5 %)."""


@kpi(
    "material_cost_share",
    "Material share of costs",
    category=MetricCategory.COSTS,
    unit=MetricUnit.PERCENT,
    better=Better.LESS,
    facts={JobMargin: day_of("booked_on")},
    parts=(Part("Material", MetricUnit.DOLLARS), Part("All costs", MetricUnit.DOLLARS)),
    of_costs=True,
)
def material_cost_share(asked: Asked) -> Rows:
    """What material cost, as a share of all costs of the jobs that were invoiced in the period."""
    return of_margins(asked, top=JobMargin.material_cost, bottom=JobMargin.total_costs)


@kpi(
    "material_waste",
    "Material wasted",
    category=MetricCategory.COSTS,
    unit=MetricUnit.PERCENT,
    better=Better.LESS,
    facts={MaterialUsage: moment_of("used_at")},
    parts=(Part("Wasted", MetricUnit.DOLLARS), Part("Used", MetricUnit.DOLLARS)),
    of_costs=True,
    on_overview=True,
    goal_change="-15",
)
def material_waste(asked: Asked) -> Rows:
    """The value of the material that misprints spoiled, as a share of all that was used in the period."""
    usage = MaterialUsage
    spoiled = sa.case((usage.misprint_id.is_not(None), usage.total_cost), else_=0)
    told = asked.rows(usage, asked.moments(usage.used_at), usage.id, top=spoiled, bottom=usage.total_cost)
    return told.join(Job, sa.and_(Job.id == usage.job_id, asked.of(Job.customer_id)))


def _when_completed(session: Session, fact: Fact) -> Iterable[dt.date]:
    """The days on which the job of a costing was completed, though it may have been reopened since."""
    update = JobStatusUpdate
    done = sa.select(update.created_at).where(
        update.job_id == fact.values["job_id"], update.new_status == JobStatus.COMPLETED
    )
    return [clock.shop_day(moment) for moment in session.scalars(done)]


@kpi(
    "costing_accuracy",
    "Estimates within 5 %",
    category=MetricCategory.COSTS,
    unit=MetricUnit.PERCENT,
    better=Better.MORE,
    facts={JobStatusUpdate: moment_of("created_at"), JobCosting: _when_completed},
    parts=(Part("Within 5 %"), Part("Jobs")),
    of_costs=True,
    goal="90",
)
def costing_accuracy(asked: Asked) -> Rows:
    """Of the jobs that were completed for the first time in the period and had an estimate, the share whose estimate
    was within 5 % of what they cost.
    """
    update, costs, estimate = JobStatusUpdate, JobCosting.total_costs, JobCosting.estimated_costs
    close = sa.case((sa.func.abs(costs - estimate) * CLOSE <= costs, 1), else_=0)
    done = first_moves(asked, update.new_status, (JobStatus.COMPLETED,))
    told = asked.rows(update, done, update.job_id, top=close, bottom=1)
    told = told.join(Job, sa.and_(Job.id == update.job_id, asked.of(Job.customer_id)))
    return told.join(JobCosting, sa.and_(JobCosting.job_id == Job.id, estimate.is_not(None)))
