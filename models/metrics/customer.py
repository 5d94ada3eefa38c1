"""Key figures of customers: how fast they answer, how often they ask, whether they are content."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ..approvals import ApprovalDecision, ApprovalStatus, DesignApprovalRequest
from ..customers import Customer, CustomerContact
from ..jobs import Job, JobStatusUpdate
from ..messages import JobRating, Message, MessageSide
from ..portal import PortalSession, QuoteAnswer
from .between import seconds_between
from .declared import Better, MetricCategory, MetricUnit, Part, Reckoning, Rows, kpi, moment_of
from .quotes import ACCEPTED, is_answer
from .standing import active, first_moves
from .windows import Asked

ANSWERED: Final = (ApprovalStatus.APPROVED, ApprovalStatus.REJECTED, ApprovalStatus.CHANGES_REQUESTED)
"""A customer's answer, whichever it was."""
SECONDS: Final = 3600
"""In an hour."""
HUNDRED: Final = 100


@kpi(
    "approval_turnaround_hours",
    "Approval turnaround",
    category=MetricCategory.CUSTOMER,
    unit=MetricUnit.HOURS,
    better=Better.LESS,
    facts={DesignApprovalRequest: moment_of("closed_at")},
    parts=(Part("Hours to the answer", MetricUnit.HOURS, SECONDS), Part("Answers", scale=SECONDS)),
    reckoning=Reckoning.MEDIAN,
    on_overview=True,
    goal="6",
)
def approval_turnaround_hours(asked: Asked) -> Rows:
    """The hours from asking for an approval to the customer's answer: half of the answers in the period came faster."""
    request = DesignApprovalRequest
    when = sa.and_(
        asked.moments(request.closed_at), request.status.in_(ANSWERED), asked.of(request.customer_id)
    )
    taken = seconds_between(request.created_at, request.closed_at)
    return asked.rows(request, when, request.id, top=taken, bottom=SECONDS)


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
    parts=(Part("Rounds"), Part("Approvals")),
)
def approval_rounds(asked: Asked) -> Rows:
    """How often a design was sent out until it was approved, on average of the approvals in the period."""
    request = DesignApprovalRequest
    when = sa.and_(
        asked.moments(request.approved_at),
        request.status == ApprovalStatus.APPROVED,
        asked.of(request.customer_id),
    )
    return asked.rows(request, when, request.id, top=rounds_of(request), bottom=1)


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
    parts=(Part("On the portal"), Part("Customers")),
    reckoning=Reckoning.STANDING,
    by_customer=False,
    on_overview=True,
    goal="90",
)
def portal_adoption(asked: Asked) -> Rows:
    """Of the customers with a job in work at the end of the period, the share that signed in to the portal, or
    answered a quote or a proof there, within the 90 days before.
    """
    stay = active(asked)
    customer = sa.select(stay.c.key, stay.c.customer_id).distinct().subquery("customer")
    came = sa.case((_came_lately(asked, customer.c.customer_id), 1), else_=0)
    mine = customer.c.key == asked.key
    return asked.rows(
        customer, mine, customer.c.customer_id, top=came, bottom=1, table=Customer.__tablename__
    )


def _came_lately(asked: Asked, customer_id: Any) -> sa.ColumnElement[bool]:
    """Whether a customer signed in, or answered, within the 90 days before the end of the window."""
    contact, until = CustomerContact, asked.window.c.ends_at

    def came(row: Any, moment: Any, *when: Any) -> sa.Exists:
        theirs = sa.exists().where(contact.customer_id == customer_id, row.contact_id == contact.id, *when)
        return theirs.where(moment < until, moment >= asked.window.c.recent_at)

    answer = QuoteAnswer
    answered = sa.exists().where(Job.customer_id == customer_id, answer.job_id == Job.id)
    return sa.or_(
        came(PortalSession, PortalSession.created_at, PortalSession.staff_user_id.is_(None)),
        came(ApprovalDecision, ApprovalDecision.decided_at, ApprovalDecision.recorded_by.is_(None)),
        answered.where(answer.created_at < until, answer.created_at >= asked.window.c.recent_at),
    )


@kpi(
    "inquiries_per_100_jobs",
    "Inquiries per 100 jobs",
    category=MetricCategory.CUSTOMER,
    unit=MetricUnit.COUNT,
    better=Better.LESS,
    facts={Message: moment_of("created_at"), JobStatusUpdate: moment_of("created_at")},
    parts=(Part("Inquiries", scale=HUNDRED), Part("Jobs")),
    goal_change="-30",
)
def inquiries_per_100_jobs(asked: Asked) -> Rows:
    """Messages and calls of customers in the period, for each 100 jobs whose quote was accepted in it for the first
    time.
    """
    update, message = JobStatusUpdate, Message
    asking = sa.and_(
        asked.moments(message.created_at),
        message.side != MessageSide.SHOP,  # not by the index of the side, which holds half of all messages
        asked.of(message.customer_id),
    )
    confirmed = sa.and_(is_answer(update), first_moves(asked, update.verb, (ACCEPTED,)))
    jobs = asked.rows(update, confirmed, update.job_id, top=0, bottom=1)
    jobs = jobs.join(Job, sa.and_(Job.id == update.job_id, asked.of(Job.customer_id)))
    return sa.union_all(asked.rows(message, asking, message.id, top=HUNDRED), jobs)


@kpi(
    "customer_satisfaction",
    "Customer satisfaction",
    category=MetricCategory.CUSTOMER,
    unit=MetricUnit.SCORE,
    better=Better.MORE,
    facts={JobRating: moment_of("created_at")},
    parts=(Part("Score", MetricUnit.SCORE), Part("Answers")),
    on_overview=True,
    goal="4.5",
)
def customer_satisfaction(asked: Asked) -> Rows:
    """What customers say of finished jobs, from 1 (poor) to 5 (very good), on average of the period's answers."""
    rating = JobRating
    when = sa.and_(asked.moments(rating.created_at), asked.of(rating.customer_id))
    return asked.rows(rating, when, rating.id, top=rating.score, bottom=1)
