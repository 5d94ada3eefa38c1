"""Key figures of customers: how fast they answer, how often they ask, whether they are content."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ..approvals import ApprovalDecision, ApprovalStatus, DesignApprovalRequest
from ..core.types import UtcDateTime
from ..customers import CustomerContact
from ..jobs import Job, JobStatusUpdate
from ..messages import JobRating, Message, MessageSide
from ..portal import PortalSession, QuoteAnswer
from .between import seconds_between
from .declared import Better, MetricCategory, MetricUnit, Reckoning, kpi, moment_of
from .revenue import ACCEPTED
from .standing import active, first_moves
from .windows import Asked

ANSWERED: Final = (ApprovalStatus.APPROVED, ApprovalStatus.REJECTED, ApprovalStatus.CHANGES_REQUESTED)
"""A customer's answer, whichever it was."""
SECONDS: Final = 3600
"""In an hour."""
RECENT: Final = dt.timedelta(days=90)
"""So long somebody who signed in counts as using the portal (domain.md, “KPIs”)."""


@kpi(
    "approval_turnaround_hours",
    "Approval turnaround",
    category=MetricCategory.CUSTOMER,
    unit=MetricUnit.HOURS,
    better=Better.LESS,
    facts={DesignApprovalRequest: moment_of("closed_at")},
    reckoning=Reckoning.WHOLE,
    rows="/design_approval_requests/list/",
    is_share=True,
    on_overview=True,
    goal="6",
)
def approval_turnaround_hours(asked: Asked) -> sa.Select[Any]:
    """The hours from asking for an approval to the customer's answer: half of the answers in the period came faster."""
    request = DesignApprovalRequest
    when = sa.and_(
        asked.moments(request.closed_at), request.status.in_(ANSWERED), asked.of(request.customer_id)
    )
    taken = seconds_between(request.created_at, request.closed_at)
    place = sa.func.row_number().over(partition_by=asked.key, order_by=(taken, request.id))
    number = sa.func.count().over(partition_by=asked.key)
    each = sa.select(
        asked.key.label("key"), taken.label("taken"), place.label("place"), number.label("number")
    ).join_from(asked.window, request, when)
    row = each.subquery("answer")
    in_the_middle = sa.and_(2 * row.c.place >= row.c.number, 2 * row.c.place <= row.c.number + 2)
    return (
        sa.select(row.c.key, sa.func.sum(row.c.taken), sa.func.count() * SECONDS)
        .where(in_the_middle)
        .group_by(row.c.key)
    )


def rounds_of(request: type[DesignApprovalRequest]) -> sa.ScalarSelect[int]:
    """How often the design of an approved request was sent out since it was last approved, this one included."""
    before, other = aliased(DesignApprovalRequest), aliased(DesignApprovalRequest)
    last_approved = (
        sa.select(sa.func.max(before.id))
        .where(
            before.design_id == request.design_id,
            before.id < request.id,
            before.status == ApprovalStatus.APPROVED,
        )
        .correlate(request)
        .scalar_subquery()
    )
    return (
        sa.select(sa.func.count())
        .where(
            other.design_id == request.design_id,
            other.id <= request.id,
            other.id > sa.func.coalesce(last_approved, ""),
        )
        .correlate(request)
        .scalar_subquery()
    )


@kpi(
    "approval_rounds",
    "Rounds to approval",
    category=MetricCategory.CUSTOMER,
    unit=MetricUnit.SCORE,
    better=Better.LESS,
    facts={DesignApprovalRequest: moment_of("approved_at")},
    rows="/design_approval_requests/list/",
    is_share=True,
)
def approval_rounds(asked: Asked) -> sa.Select[Any]:
    """How often a design was sent out until it was approved, on average of the approvals in the period."""
    request = DesignApprovalRequest
    rounds = rounds_of(request)
    when = sa.and_(
        asked.moments(request.approved_at),
        request.status == ApprovalStatus.APPROVED,
        asked.of(request.customer_id),
    )
    each = sa.select(asked.key.label("key"), rounds.label("rounds")).join_from(asked.window, request, when)
    row = each.subquery("approved")
    return sa.select(row.c.key, sa.func.sum(row.c.rounds), sa.func.count()).group_by(row.c.key)


@kpi(
    "portal_adoption",
    "Customers on the portal",
    category=MetricCategory.CUSTOMER,
    unit=MetricUnit.PERCENT,
    better=Better.MORE,
    facts={
        JobStatusUpdate: moment_of("created_at"),
        PortalSession: moment_of("created_at"),
        ApprovalDecision: moment_of("decided_at"),
        QuoteAnswer: moment_of("created_at"),
    },
    reckoning=Reckoning.STANDING,
    rows="/customers/list/",
    is_share=True,
    by_customer=False,
    on_overview=True,
    goal="90",
)
def portal_adoption(asked: Asked) -> sa.Select[Any]:
    """Of the customers with a job in work at the end of the period, the share that signed in to the portal, or
    answered a quote or a proof there, within the 90 days before.
    """
    job = active(asked)
    customer = sa.select(job.c.key, job.c.ends_at, job.c.customer_id).distinct().subquery("customer")
    came = _visits().subquery("visit")
    recent = sa.exists().where(
        came.c.customer_id == customer.c.customer_id,
        came.c.at < customer.c.ends_at,
        came.c.at >= _earlier(asked, customer.c.key),
    )
    used = sa.func.sum(sa.case((recent, 1), else_=0))
    return sa.select(customer.c.key, used, sa.func.count()).group_by(customer.c.key)


def _visits() -> sa.CompoundSelect[Any]:
    """The customer and the moment of each sign-in and each answer."""
    contact = CustomerContact
    signed_in = sa.select(contact.customer_id.label("customer_id"), PortalSession.created_at.label("at"))
    signed_in = signed_in.join(contact, contact.id == PortalSession.contact_id)
    decided = sa.select(contact.customer_id, ApprovalDecision.decided_at)
    decided = decided.join(contact, contact.id == ApprovalDecision.contact_id)
    answered = sa.select(Job.customer_id, QuoteAnswer.created_at).join(Job, Job.id == QuoteAnswer.job_id)
    return sa.union_all(
        signed_in.where(PortalSession.staff_user_id.is_(None)),
        decided.where(ApprovalDecision.recorded_by.is_(None)),
        answered,
    )


def _earlier(asked: Asked, key: Any) -> sa.ColumnElement[dt.datetime]:
    """The moment 90 days before the end of the window of `key`."""
    told = {window.key: window.ends_at - RECENT for window in asked.windows}
    chosen = [(key == name, sa.literal(moment, UtcDateTime)) for name, moment in sorted(told.items())]
    return sa.case(*chosen)


@kpi(
    "inquiries_per_100_jobs",
    "Inquiries per 100 jobs",
    category=MetricCategory.CUSTOMER,
    unit=MetricUnit.COUNT,
    better=Better.LESS,
    facts={Message: moment_of("created_at"), JobStatusUpdate: moment_of("created_at")},
    rows="/messages/list/",
    is_share=True,
    goal_change="-30",
)
def inquiries_per_100_jobs(asked: Asked) -> sa.Select[Any]:
    """Messages and calls of customers in the period, for each 100 jobs whose quote was accepted in it for the first
    time.
    """
    update, message, nothing = JobStatusUpdate, Message, sa.literal(0)
    asking = sa.and_(
        asked.moments(message.created_at),
        message.side == MessageSide.CUSTOMER,
        asked.of(message.customer_id),
    )
    asks = asked.sums(message, asking, sa.func.count() * 100, nothing)
    confirmed = first_moves(asked, update.verb, (ACCEPTED,))
    jobs = asked.sums(update, confirmed, nothing, sa.func.count())
    jobs = jobs.join(Job, sa.and_(Job.id == update.job_id, asked.of(Job.customer_id)))
    both = sa.union_all(asks, jobs).subquery("both")
    return sa.select(both.c.key, sa.func.sum(both.c.measure_0), sa.func.sum(both.c.measure_1)).group_by(
        both.c.key
    )


@kpi(
    "customer_satisfaction",
    "Customer satisfaction",
    category=MetricCategory.CUSTOMER,
    unit=MetricUnit.SCORE,
    better=Better.MORE,
    facts={JobRating: moment_of("created_at")},
    rows="/job_ratings/list/",
    is_share=True,
    on_overview=True,
    goal="4.5",
)
def customer_satisfaction(asked: Asked) -> sa.Select[Any]:
    """What customers say of finished jobs, from 1 (poor) to 5 (very good), on average of the period's answers."""
    rating = JobRating
    when = sa.and_(asked.moments(rating.created_at), asked.of(rating.customer_id))
    return asked.sums(rating, when, sa.func.sum(rating.score), sa.func.count())
