"""`/calendar/proposals/<id>`: a proposed plan as a list of moves, to be accepted whole or in part."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import Any, Final, cast

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)

from models.core import clock
from models.core.base import db
from models.core.dates import iso_day, short_day
from models.core.errors import InvalidValue, RuleBroken
from models.jobs import Job
from models.scheduling import (
    Proposal,
    ProposalStatus,
    promise_date,
    propose,
)
from tasks import planning

from ..core.access.person import require
from ..core.rest.json_values import identity_of
from .ghosts import figures_of, ghost_of, moves_of, open_proposal

bp: Final = Blueprint("proposals", __name__, url_prefix="/calendar/proposals")

USUAL_DAYS: Final = 14
"""So many days a plan covers when nobody says until when; that of a job, twice as many."""


@bp.before_request
def _for_planners() -> None:
    require("can_accept", "proposals")


@bp.post("/")
def ask() -> Any:
    """Propose a plan from the form's `start` to its `end`, or for its `job`; leads to the proposal."""
    try:
        job = _job(request.form.get("job", ""))
        first = _day(request.form.get("start")) or clock.shop_day()
        last = _day(request.form.get("end")) or max(first, clock.shop_day()) + dt.timedelta(
            days=USUAL_DAYS * (2 if job else 1) - 1
        )
        asked_id = propose(db.session(), first, last, job).id
    except (InvalidValue, ValueError) as refusal:
        db.session.rollback()
        flash(f"Nothing was proposed. {_said(refusal)}", "danger")
        return redirect(url_for("calendar.show"), 303)
    db.session.commit()
    planning.start(asked_id)
    return redirect(url_for("proposals.show", proposal_id=asked_id), 303)


@bp.get("/promise/<job_id>.json")
def promise(job_id: str) -> Response:
    """The earliest honest date of a quote: `{"date", "sentence", "steps": [{"what", "hours", "day"}]}`."""
    job = db.session.get(Job, job_id) if len(job_id) <= 26 and job_id.isascii() else None
    if job is None:
        abort(404)
    told = promise_date(db.session(), job)
    steps = [
        {"what": step.what, "hours": step.hours, "day": step.day.isoformat() if step.day else None}
        for step in told.steps
    ]
    return jsonify(date=told.date.isoformat() if told.date else None, sentence=told.sentence, steps=steps)


@bp.get("/<proposal_id>")
def show(proposal_id: str) -> str:
    """What the plan changes, day by day, and what has no place in it."""
    asked = _proposal(proposal_id)
    moves = moves_of(asked)
    placed = [move for move in moves if move.to_date is not None]
    builder = current_app.extensions["appbuilder"]
    return render_template(
        "calendar/proposal.html",
        appbuilder=builder,
        base_template="layout.html",
        proposal=asked,
        days=[(day, list(each)) for day, each in groupby(placed, key=lambda move: move.to_date)],
        unplaced=[move for move in moves if move.to_date is None],
        still_open=[move for move in placed if move.is_open],
        is_open=asked.status in (ProposalStatus.READY, ProposalStatus.PARTLY_ACCEPTED),
        sentence=figures_of(asked),
        day_name=short_day,
    )


@bp.get("/<proposal_id>/status.json")
def status(proposal_id: str) -> Response:
    """`{"running", "status"}`: whether the plan is still being worked out."""
    asked = _proposal(proposal_id)
    answer = jsonify(running=asked.status == ProposalStatus.PENDING, status=asked.status.name, done=0, of=0)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/<proposal_id>.json")
def ghosts(proposal_id: str) -> Response:
    """The moves as the calendar draws them: `{"status", "moves": [{"operation_id", "date", "employee_id", …}]}`."""
    asked = _proposal(proposal_id)
    return jsonify(status=asked.status.name, moves=[ghost_of(move) for move in moves_of(asked)])


@bp.get("/open.json")
def newest() -> Response:
    """The plan that waits to be decided, as the calendar draws it: `{"proposal": {"id", "title", "page", "sentence"},
    "moves": [...]}`, or `{"proposal": null, "moves": []}`; 304 while the asker's version is the present one.
    """
    asked = open_proposal(db.session())
    moves = [ghost_of(move) for move in moves_of(asked) if move.to_date is not None] if asked else []
    told = (
        {
            "id": asked.id,
            "title": str(asked),
            "page": url_for("proposals.show", proposal_id=asked.id),
            "sentence": figures_of(asked),
        }
        if asked
        else None
    )
    answer = jsonify(proposal=told, moves=moves)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    return cast("Response", answer.make_conditional(request))


@bp.post("/<proposal_id>/accept")
def accept(proposal_id: str) -> Any:
    """Book the ticked moves, or with `all` every one."""
    asked = _proposal(proposal_id)
    ticked = request.form.getlist("move")
    wanted = [move for move in asked.moves if (move.is_open if "all" in request.form else move.id in ticked)]
    before = sum(1 for move in wanted if move.accepted_at)
    try:
        asked.accept([move.id for move in wanted])
        booked = sum(1 for move in wanted if move.accepted_at) - before
        db.session.commit()
        _tell(booked, sum(1 for move in wanted if move.refusal and not move.accepted_at))
    except RuleBroken as refusal:
        db.session.rollback()
        flash(f"Nothing was changed. {refusal}", "danger")
    return redirect(url_for("proposals.show", proposal_id=proposal_id), 303)


@bp.post("/<proposal_id>/discard")
def discard(proposal_id: str) -> Any:
    """Put the plan away."""
    asked = _proposal(proposal_id)
    try:
        asked.discard()
        db.session.commit()
        flash("The plan was put away. What was accepted of it stays booked.", "info")
    except RuleBroken as refusal:
        db.session.rollback()
        flash(f"Nothing was changed. {refusal}", "danger")
    return redirect(url_for("calendar.show"), 303)


def _tell(booked: int, refused: int) -> None:
    if not booked and not refused:
        flash("Nothing was booked: tick the moves that you want.", "warning")
        return
    told = f"{booked} operation{'' if booked == 1 else 's'} booked."
    if refused:
        told += f" {refused} could not be booked any more: the reasons stand beside them."
    flash(told, "warning" if refused else "success")


def _proposal(proposal_id: str) -> Proposal:
    usable = len(proposal_id) <= 26 and proposal_id.isascii()
    found = db.session.get(Proposal, proposal_id) if usable else None
    if found is None:
        abort(404)
    return found


def _job(text: str) -> Job | None:
    """The job that the form names; None when it names none. InvalidValue for one that there is not, or no longer."""
    if not text:
        return None
    key = identity_of(Job, text)
    job = db.session.get(Job, key) if key else None
    if job is None:
        raise InvalidValue("job", "There is no such job, or no longer.")
    return job


def _day(text: str | None) -> dt.date | None:
    return iso_day(text) if text else None


def _said(refusal: Exception) -> str:
    return str(refusal) if isinstance(refusal, InvalidValue) else "A day is written such as 2026-11-24."
