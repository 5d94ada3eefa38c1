"""The paper of a quote as an answer."""

from __future__ import annotations

from flask import Response, url_for
from sqlalchemy.orm import Session

from models.core.base import db
from models.jobs import Job, JobStatus
from models.links import open_link
from models.quoting import QuoteVersion, newest_version
from tasks import addresses
from tasks.quotes import draft_of, name_of, paper_of

from ..core.papers import paper_sent


def accept_at(session: Session, job: Job) -> str:
    """Where the customer answers the quote of `job` now; empty when it waits for no answer, or no link is open."""
    link = open_link(session, job) if job.status == JobStatus.QUOTE_SENT else None
    return addresses.address_of(url_for("public_job.quote", token=link.token())) if link is not None else ""


def sent_paper(job: Job, version: QuoteVersion | None = None, *, may_answer: bool) -> Response | None:
    """The quote that was sent of `job`, the newest unless another is named; None when none was.

    The link by which it is answered stands on it only for whom `may_answer`: whoever has it needs no other right.
    """
    chosen = version or newest_version(db.session(), job.id)
    if chosen is None:
        return None
    is_newest = version is None or version.number == _newest_number(job)
    link = accept_at(db.session(), job) if is_newest and may_answer else ""
    return paper_sent(paper_of(chosen, link), name_of(chosen))


def _newest_number(job: Job) -> int:
    newest = newest_version(db.session(), job.id)
    return newest.number if newest is not None else 0


def draft_paper(job: Job) -> Response:
    """What would be sent now."""
    name = f"{job.number}-quote-draft.pdf"
    return paper_sent(draft_of(db.session(), job), name)
