"""What customers brought, how they answer and ask, and how content they are: questions for `asking.ask`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..approvals import ApprovalStatus, DesignApprovalRequest
from ..core.periods import Period
from ..customers import Customer
from ..jobs import Job, JobStatusUpdate
from ..messages import JobRating, Message, MessageSide
from ..metrics.between import seconds_between
from ..metrics.customer import ANSWERED, rounds_of
from ..metrics.declared import Kpi
from ..metrics.measuring import sums_of
from ..metrics.quotes import ACCEPTED, is_answer, is_last_answer
from ..metrics.standing import first_moves
from ..metrics.windows import Asked, Window
from ..profit import JobMargin
from ..profit.tallies import CUSTOMER, WHOLE, tallies
from .asking import Question, telling
from .comparing import kept_periods

MOST: Final = 40
"""So many customers are told apart."""
POOR: Final = 2
"""A rating up to this is poor."""


class Poor(NamedTuple):
    """A poor rating, with what the customer said."""

    job_id: str
    number: str
    title: str
    customer: str
    score: int
    comment: str | None
    at: dt.datetime


def revenue(window: Window, customer_id: str | None, *, with_margin: bool) -> Question:
    """Those whose jobs, invoiced in the window, brought most: jobs, revenue, and profit, 0 unless asked for."""
    profit = (sa.func.sum(tallies.c.profit),) if with_margin else ()
    told = telling(
        "", sa.func.sum(tallies.c.jobs), sa.func.sum(tallies.c.revenue), *profit,
        by=tallies.c.key, label=Customer.name,
    )  # fmt: skip
    told = told.join_from(tallies, Customer, Customer.id == tallies.c.key)
    told = told.where(*_within(window, customer_id)).group_by(tallies.c.key, Customer.name)
    return told.order_by(sa.func.sum(tallies.c.revenue).desc(), tallies.c.key).limit(MOST)


def revenue_of_the_same(other: Window, window: Window, customer_id: str | None) -> Question:
    """What those who brought most in `window` brought in the `other`: jobs and revenue."""
    most = sa.select(tallies.c.key).where(*_within(window, customer_id)).group_by(tallies.c.key)
    most = most.order_by(sa.func.sum(tallies.c.revenue).desc(), tallies.c.key).limit(MOST)
    those = sa.select(most.subquery().c.key)
    told = telling("", sa.func.sum(tallies.c.jobs), sa.func.sum(tallies.c.revenue), by=tallies.c.key)
    return told.where(*_within(other, customer_id), tallies.c.key.in_(those)).group_by(tallies.c.key)


def revenue_altogether(window: Window, customer_id: str | None) -> Question:
    """Jobs and revenue of all that was invoiced in the window."""
    told = telling("", sa.func.sum(tallies.c.jobs), sa.func.sum(tallies.c.revenue))
    return told.where(*_within(window, customer_id, whole=True))


def _within(window: Window, customer_id: str | None, *, whole: bool = False) -> list[Any]:
    is_of_all = whole and not customer_id
    found = [
        tallies.c.period.in_(list(kept_periods(window))),
        tallies.c.dimension == (WHOLE if is_of_all else CUSTOMER),
        tallies.c.jobs > 0,
    ]
    return [*found, tallies.c.key == customer_id] if customer_id else found


def new_and_returning(months: Sequence[Period]) -> Question:
    """By month: how many customers had jobs invoiced, what these brought, and how many and how much of it were new.

    A customer is new in the month in which the first of their jobs is invoiced.
    """
    columns = sa.column("key", sa.String), sa.column("first", sa.Date)
    month = sa.values(*columns, name="months").data([(each.key, each.first) for each in months]).cte("months")
    came = _first_days([each.key for each in months]).subquery("came")
    was_here = sa.case((came.c.first < month.c.first, 1), else_=0).label("was_here")
    each = sa.select(month.c.key, tallies.c.revenue, was_here)
    own = sa.and_(tallies.c.period == month.c.key, tallies.c.dimension == CUSTOMER, tallies.c.jobs > 0)
    row = each.join_from(month, tallies, own).join(came, came.c.key == tallies.c.key).subquery("brought")
    is_new = row.c.was_here == 0
    told = telling(
        row.c.key,
        sa.func.count(),
        sa.func.sum(row.c.revenue),
        sa.func.sum(sa.case((is_new, 1), else_=0)),
        sa.func.sum(sa.case((is_new, row.c.revenue), else_=0)),
    )
    return told.group_by(row.c.key)


def _first_days(periods: Sequence[str]) -> sa.Select[Any]:
    """The customers of these periods, each with the day on which the first of their jobs was invoiced."""
    within = tallies.c.period.in_(periods), tallies.c.dimension == CUSTOMER, tallies.c.jobs > 0
    customer = sa.select(tallies.c.key).where(*within).distinct().subquery("customer")
    first = sa.select(sa.func.min(JobMargin.booked_on)).where(JobMargin.customer_id == customer.c.key)
    return sa.select(customer.c.key, first.scalar_subquery().label("first"))


def quotes(asked: Asked) -> Question:
    """By window: how many quotes were accepted, declined and expired at last, each by the status that the job took."""
    update = JobStatusUpdate
    ended = sa.and_(asked.moments(update.created_at), is_last_answer(update))
    told = telling(asked.key, sa.func.count(), by=update.new_status).join_from(asked.window, update, ended)
    if asked.customer_id:
        told = told.join(Job, sa.and_(Job.id == update.job_id, Job.customer_id == asked.customer_id))
    return told.group_by(asked.key, update.new_status)


def confirmed(asked: Asked) -> Question:
    """By window and customer: how many quotes were accepted for the first time."""
    update = JobStatusUpdate
    when = sa.and_(is_answer(update), first_moves(asked, update.verb, (ACCEPTED,)))
    told = telling(asked.key, sa.func.count(), by=Job.customer_id).join_from(asked.window, update, when)
    told = told.join(Job, sa.and_(Job.id == update.job_id, asked.of(Job.customer_id)))
    return told.group_by(asked.key, Job.customer_id)


def inquiries(asked: Asked) -> Question:
    """By window and customer: how often they asked."""
    row = Message
    when = sa.and_(asked.moments(row.created_at), row.side == MessageSide.CUSTOMER, asked.of(row.customer_id))
    told = telling(asked.key, sa.func.count(), by=row.customer_id, label=Customer.name)
    told = told.join_from(asked.window, row, when).join(Customer, Customer.id == row.customer_id)
    return told.group_by(asked.key, row.customer_id, Customer.name)


def ratings(asked: Asked) -> Question:
    """By window and customer: the sum of their ratings, how many, and how many of them are poor."""
    row = JobRating
    when = sa.and_(asked.moments(row.created_at), asked.of(row.customer_id))
    poor = sa.func.sum(sa.case((row.score <= POOR, 1), else_=0))
    told = telling(
        asked.key, sa.func.sum(row.score), sa.func.count(), poor, by=row.customer_id, label=Customer.name
    )
    told = told.join_from(asked.window, row, when).join(Customer, Customer.id == row.customer_id)
    return told.group_by(asked.key, row.customer_id, Customer.name)


def answers(asked: Asked) -> Question:
    """By window and customer, of the proofs that they answered: seconds in the middle, answers, approvals, rounds.

    Half of the answers came faster. The rounds are those of all approvals together.
    """
    request = DesignApprovalRequest
    when = sa.and_(
        asked.moments(request.closed_at), request.status.in_(ANSWERED), asked.of(request.customer_id)
    )
    taken = seconds_between(request.created_at, request.closed_at)
    own = (asked.key, request.customer_id)
    is_approved = request.status == ApprovalStatus.APPROVED
    each = sa.select(
        asked.key.label("key"),
        request.customer_id.label("customer_id"),
        taken.label("taken"),
        sa.func.row_number().over(partition_by=own, order_by=(taken, request.id)).label("place"),
        sa.func.count().over(partition_by=own).label("number"),
        sa.case((is_approved, 1), else_=0).label("approved"),
        sa.case((is_approved, rounds_of(request)), else_=0).label("rounds"),
    )
    row = each.join_from(asked.window, request, when).subquery("answer")
    middle = sa.and_(2 * row.c.place >= row.c.number, 2 * row.c.place <= row.c.number + 2)
    taken_in_the_middle = sa.func.sum(sa.case((middle, row.c.taken), else_=0))
    in_the_middle = sa.func.sum(sa.case((middle, 1), else_=0))
    told = telling(
        row.c.key, taken_in_the_middle, in_the_middle, sa.func.count(), sa.func.sum(row.c.approved),
        sa.func.sum(row.c.rounds), by=row.c.customer_id, label=Customer.name,
    )  # fmt: skip
    told = told.join_from(row, Customer, Customer.id == row.c.customer_id)
    return told.group_by(row.c.key, row.c.customer_id, Customer.name)


def of_one(kpi: Kpi, asked: Asked) -> Question:
    """A key figure of the customer that `asked` names: top and bottom by window."""
    row = sums_of(kpi, asked).subquery(kpi.name)
    key, *numbers = row.c
    return telling(key, *numbers)


def poor_ratings(session: Session, window: Window, customer_id: str | None, most: int) -> list[Poor]:
    """The poor ratings of the window, the latest first. One statement."""
    row = JobRating
    columns: Sequence[Any] = (
        Job.id, Job.number, Job.title, Customer.name, row.score, row.comment, row.created_at
    )  # fmt: skip
    chosen = sa.select(*columns).join_from(row, Job, Job.id == row.job_id)
    chosen = chosen.join(Customer, Customer.id == row.customer_id)
    when = sa.and_(row.created_at >= window.starts_at, row.created_at < window.ends_at, row.score <= POOR)
    if customer_id:
        when = sa.and_(when, row.customer_id == customer_id)
    chosen = chosen.where(when).order_by(row.created_at.desc(), row.id).limit(most)
    return [Poor._make(each) for each in session.execute(chosen)]
