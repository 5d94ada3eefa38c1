"""One question after a job is complete: how was it, from 1 to 5."""

from __future__ import annotations

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from models.core.base import db
from models.core.errors import InvalidValue
from models.jobs import Job, JobStatus
from models.messages import BEST, LONGEST_COMMENT, rate, rating_by

from .door import VIEWER, page
from .frame import job_card
from .visitor import Visitor, theirs, visitor


@page("/jobs/<pk>/rating", who=VIEWER, methods=("POST",))
def answer(pk: str) -> ResponseReturnValue:
    """Keep the answer."""
    job, score = theirs(Job, pk), request.form.get("score", "")
    if not (score.isascii() and score.isdecimal() and len(score) == 1):
        raise InvalidValue("score", f"Choose a number from 1 to {BEST} first.")
    comment = request.form.get("comment", "").replace("\r\n", "\n")
    rate(db.session(), job, visitor().contact, int(score), comment)
    db.session.commit()
    return redirect(f"/portal/jobs/{job.id}#rating", 303)


@job_card(place="main", position=5)
def card(job: Job, inside: Visitor) -> Markup | None:
    """The question, or the thanks for its answer; nothing before the job is complete."""
    if job.status != JobStatus.COMPLETED:
        return None
    given = rating_by(db.session(), job, inside.contact)
    return Markup(  # noqa: S704 - a template of ours, which escapes
        render_template(
            "portal/rating.html", job=job, visitor=inside, given=given, best=BEST, longest=LONGEST_COMMENT
        )
    )
