"""The paper of a quote as an answer."""

from __future__ import annotations

from flask import Response, make_response, url_for
from sqlalchemy.orm import Session

from models.core.base import db
from models.jobs import Job, JobStatus
from models.links import open_link
from models.quoting import QuoteVersion, newest_version
from tasks import emails
from tasks.quotes import draft_of, paper_of


def accept_at(session: Session, job: Job) -> str:
    """Where the customer answers the quote of `job` now; empty when it waits for no answer, or no link is open."""
    link = open_link(session, job) if job.status == JobStatus.QUOTE_SENT else None
    return emails.address_of(url_for("public_job.quote", token=link.token())) if link is not None else ""


def sent_paper(job: Job, version: QuoteVersion | None = None) -> Response | None:
    """The quote that was sent of `job`, the newest unless another is named; None when none was."""
    chosen = version or newest_version(db.session(), job.id)
    if chosen is None:
        return None
    is_newest = version is None or version.number == _newest_number(job)
    link = accept_at(db.session(), job) if is_newest else ""
    name = f"{job.number}-quote-{chosen.number}.pdf"
    return _answer(paper_of(db.session(), chosen, link), name)


def _newest_number(job: Job) -> int:
    newest = newest_version(db.session(), job.id)
    return newest.number if newest is not None else 0


def draft_paper(job: Job) -> Response:
    """What would be sent now."""
    name = f"{job.number}-quote-draft.pdf"
    return _answer(draft_of(db.session(), job), name)


def _answer(pdf: bytes, name: str) -> Response:
    answer = make_response(pdf)
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
