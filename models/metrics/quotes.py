"""The key figure of quotes: how many of them become orders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from ..core import clock
from ..core.events import Fact
from ..jobs import Job, JobStatus, JobStatusUpdate
from .declared import Better, MetricCategory, MetricUnit, Part, Rows, kpi
from .windows import Asked

ACCEPTED: Final = "accept_quote"
_ANSWERS: Final = {ACCEPTED: JobStatus.APPROVED, "decline": JobStatus.DECLINED, "expire": JobStatus.EXPIRED}
"""The verbs that end a quote, and where they lead; a job that is imported took none of them here."""
_UNANSWERED: Final = (JobStatus.QUOTE, JobStatus.QUOTE_SENT)
_TAKEN_BACK: Final = "step_back"


def is_answer(update: Any) -> sa.ColumnElement[bool]:
    """Whether a move is an answer to a quote. The status is what the index knows."""
    return sa.and_(update.new_status.in_(_ANSWERS.values()), update.verb.in_(_ANSWERS))


def _is_taken_back(update: Any) -> sa.ColumnElement[bool]:
    return sa.and_(
        update.verb == _TAKEN_BACK,
        update.old_status.in_(_ANSWERS.values()),
        update.new_status.in_(_UNANSWERED),
    )


def is_last_answer(update: Any) -> sa.ColumnElement[bool]:
    """Whether a move is the last answer to the quote of its job, and was not taken back."""
    later = aliased(JobStatusUpdate)
    again = sa.exists().where(
        later.job_id == update.job_id, later.id > update.id, sa.or_(is_answer(later), _is_taken_back(later))
    )
    return sa.and_(is_answer(update), ~again)


def _when_answered(session: Session, fact: Fact) -> Iterable[dt.date]:
    """The days of all answers to a quote: a new one takes the place of those before."""
    if fact.values["verb"] not in (*_ANSWERS, _TAKEN_BACK):
        return []
    answers = sa.select(JobStatusUpdate.created_at).where(
        JobStatusUpdate.job_id == fact.values["job_id"], is_answer(JobStatusUpdate)
    )
    return [clock.shop_day(moment) for moment in session.scalars(answers)]


@kpi(
    "quote_conversion",
    "Quotes accepted",
    category=MetricCategory.REVENUE,
    unit=MetricUnit.PERCENT,
    better=Better.MORE,
    facts={JobStatusUpdate: _when_answered},
    parts=(Part("Accepted"), Part("Answered")),
    on_overview=True,
    goal="60",
)
def quote_conversion(asked: Asked) -> Rows:
    """Of the quotes whose last answer came in the period (accepted, declined or expired), the share that was accepted.
    A quote that was declined and later accepted counts once, as accepted; an answer that was taken back does not count.
    """
    update = JobStatusUpdate
    when = sa.and_(asked.moments(update.created_at), is_last_answer(update))
    accepted = sa.case((update.verb == ACCEPTED, 1), else_=0)
    told = asked.rows(update, when, update.job_id, top=accepted, bottom=1)
    return told.join(Job, sa.and_(Job.id == update.job_id, asked.of(Job.customer_id)))
