"""Answering a quote: an approver types a name and says yes or no to the price on the page."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from models.core.base import db
from models.core.dates import short_day
from models.core.errors import InvalidValue
from models.jobs import Job, JobStatus
from models.portal import answer_quote, why_no_answer

from ..public_job import quotes, words
from ..quoting.paper import sent_paper
from . import cards
from .door import APPROVER, VIEWER, page
from .frame import Waiting, render, waiting
from .visitor import Visitor, theirs, visitor

MOST_WAITING: Final = 5
"""Quotes that the first page asks about at once, those that end soonest."""


@page("/jobs/<pk>/quote", who=VIEWER)
def show(pk: str) -> ResponseReturnValue:
    """The quote with its price, and for approvers the two answers."""
    return _page(theirs(Job, pk))


@page("/jobs/<pk>/quote.pdf", who=VIEWER)
def paper(pk: str) -> ResponseReturnValue:
    """The quote as it was sent, as PDF."""
    return sent_paper(theirs(Job, pk), may_answer=visitor().may_decide) or abort(404)


@page("/jobs/<pk>/quote", who=APPROVER, methods=("POST",))
def answer(pk: str) -> ResponseReturnValue:
    """Accept or decline."""
    inside, job = visitor(), theirs(Job, pk)
    try:
        answer_quote(
            db.session(), job, contact=inside.contact, address=request.remote_addr or "", **quotes.sent()
        )
    except InvalidValue as refusal:
        db.session.rollback()
        return _page(theirs(Job, pk), refusal.sentence), 422
    db.session.commit()
    return redirect(url_for("portal.jobs_show", pk=pk), 303)


def _page(job: Job, error: str = "") -> str:
    return render(
        "portal/quote.html", job=job, error=error, pieces=words.pieces, **quotes.shown(db.session(), job)
    )


@waiting
def quotes_to_answer(inside: Visitor) -> list[Waiting]:
    """The quotes that wait for an approver's answer."""
    if not inside.contact.may_decide:
        return []
    session = db.session()
    mine = sa.select(Job).where(Job.customer_id == inside.customer_id, Job.status == JobStatus.QUOTE_SENT)
    jobs = session.scalars(mine.order_by(Job.quote_expires_on.nulls_last(), Job.id).limit(MOST_WAITING)).all()
    pictures = cards.pictures_of(session, jobs)
    return [_waiting(job, pictures.get(job.id, "")) for job in jobs if not why_no_answer(job)]


def _waiting(job: Job, picture: str) -> Waiting:
    price = f"{quotes.money(job.quoted_amount)} · " if job.quoted_amount is not None else ""
    until = f"Answer by {short_day(job.quote_expires_on)}. " if job.quote_expires_on else ""
    return Waiting(
        kind="quote",
        headline=f"Answer the quote for {job.title}",
        sentence=f"{price}{job.number}",
        picture_url=picture,
        due=f"{until}We print nothing before you say yes.",
        url=url_for("portal.quotes_show", pk=job.id),
        button="See the quote",
    )
