"""A customer's jobs: the page of one, its status for programs, and the list of those that are over."""

from __future__ import annotations

from typing import Final

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from models.core.base import db
from models.jobs import Job
from models.portal import why_no_answer

from ..public_job import words
from ..public_job.page import page_of
from . import cards, invoices
from .door import VIEWER, page
from .frame import cards_of, render
from .next_steps import next_steps
from .visitor import theirs, visitor

PAST_A_PAGE: Final = 20

MOST_PAGES: Final = 1000


@page("/jobs/", who=VIEWER)
def past() -> ResponseReturnValue:
    """The jobs that are over, some a page."""
    asked = request.args.get("page", "1")
    number = min(max(int(asked), 1), MOST_PAGES) if asked.isascii() and asked.isdigit() else 1
    session, customer = db.session(), visitor().customer_id
    count = cards.count_past(session, customer)
    shown = cards.past_jobs(session, customer, most=PAST_A_PAGE, after=(number - 1) * PAST_A_PAGE)
    is_last = number * PAST_A_PAGE >= count
    return render("portal/past.html", past=shown, past_count=count, number=number, is_last=is_last)


@page("/jobs/<pk>", who=VIEWER)
def show(pk: str) -> ResponseReturnValue:
    """One job."""
    inside, session, job = visitor(), db.session(), theirs(Job, pk)
    shown = page_of(session, job)
    return render(
        "portal/job.html",
        job=job,
        page=shown,
        upcoming=next_steps(job, f"{shown.headline}. {shown.sentence}"),
        has_quote=not why_no_answer(job),
        main=cards_of(job, inside, "main"),
        side=cards_of(job, inside, "side"),
        pieces=words.pieces,
        paper_of=invoices.address_of,
    )


@page("/jobs/<pk>/status.json", who=VIEWER)
def status(pk: str) -> ResponseReturnValue:
    """The job's status in a few words, with an ETag that changes with anything that its page tells of the order."""
    shown = page_of(db.session(), theirs(Job, pk))
    answer = jsonify(shown.status())
    answer.set_etag(shown.version)
    answer.headers["Cache-Control"] = "no-cache, private"
    answer.make_conditional(request)
    return answer
