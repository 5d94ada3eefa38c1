"""Jobs that should be out of the house."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..core.dates import days_text, full_day
from ..core.labels import choice_label
from ..core.roles import ARTIST, BOOKKEEPER, OFFICE, PRODUCTION
from ..customers import Customer
from ..jobs import ACTIVE, Job
from .declared import Reading, alert_rule
from .kinds import AlertSeverity, AlertType
from .watched import in_statuses


@alert_rule(
    "overdue_jobs",
    "Overdue jobs",
    AlertType.OVERDUE_JOBS,
    subject="jobs",
    threshold="0",
    clears_at="0",
    critical_at="3",
    unit="days",
    own="customer_id",
    by={OFFICE, PRODUCTION, ARTIST, BOOKKEEPER},
    way="Open the job",
)
def overdue_jobs(session: Session) -> Iterator[Reading]:
    """A job in work is past its in-hands date; a quote never is. It is critical from the fourth day on, a rush job from
    the first. It clears when the job is shipped, completed or held, or when another day is agreed.
    """
    today = clock.shop_day()
    told = (Job.id, Job.number, Job.title, Job.status, Job.due_on, Job.is_rush, Job.customer_id)
    late = sa.select(*told, Customer.name.label("customer")).join(Customer, Customer.id == Job.customer_id)
    late = late.where(Job.id.in_(in_statuses(ACTIVE)), Job.due_on < today)
    for job in session.execute(late.order_by(Job.due_on, Job.number)):
        yield _reading(job, (today - job.due_on).days)


def _reading(job: Any, days: int) -> Reading:
    rush = "rush " if job.is_rush else ""
    return Reading(
        subject_id=job.id,
        name=f"{job.number} {job.title}",
        actual=Decimal(days),
        title=f"{job.number} is {days_text(days)} overdue",
        message=f"The {rush}job {job.number} {job.title} for {job.customer} was due on {full_day(job.due_on)},"
        f" and stands at “{choice_label(job.status)}”. Tell the customer, and agree on another day.",
        data={
            "Customer": job.customer,
            "Status": choice_label(job.status),
            "Due": full_day(job.due_on),
            "Days late": f"{days:,}",
            "Rush": "yes" if job.is_rush else "no",
        },
        address=f"/jobs/show/{job.id}",
        of=job.customer_id,
        at_least=AlertSeverity.CRITICAL if job.is_rush else None,
    )
