"""`/jobs/<id>/operations`: a job's operations in the order of work, made from its routing, with more on demand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from flask import Blueprint, Flask, abort, current_app, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import joinedload

from models.core.base import db, lock
from models.core.dates import short_day
from models.core.errors import RuleBroken
from models.core.labels import choice_label
from models.core.roles import ARTIST, MANAGER, OFFICE, PRODUCTION, ROLES
from models.jobs import ACTIVE, Job
from models.scheduling import (
    ProductionSchedule,
    ProductionStage,
    ScheduleStatus,
    add_operation,
    create_operations,
)
from models.scheduling.gates_ahead import gated_from, why_blocked
from models.scheduling.life import OPEN
from models.scheduling.routing import missing_steps

from .calendar.sheet import read_hours
from .core.access.grants import grant, holds
from .core.access.person import is_granted, require

bp: Final = Blueprint("job_operations", __name__, url_prefix="/jobs/<job_id>/operations")

S = ScheduleStatus
_TABLE: Final = ProductionSchedule.__tablename__


def init_app(app: Flask) -> None:
    """Serve the page to who reads jobs and operations; those who prepare the work may add to it."""
    readers = [
        role for role in ROLES if holds([role], "can_list", _TABLE) and holds([role], "can_show", "jobs")
    ]
    grant(readers, ["can_see_of_a_job"], _TABLE)
    grant({OFFICE, ARTIST, PRODUCTION, MANAGER}, ["can_make"], _TABLE)
    app.register_blueprint(bp)


@bp.get("/")
def page(job_id: str) -> str:
    """The job's operations, those that were cancelled too."""
    require("can_see_of_a_job", _TABLE)
    job = _job(job_id)
    gated, operations = gated_from(db.session()), _operations_of(job)
    stages = sa.select(ProductionStage).where(ProductionStage.archived_at.is_(None))
    return render_template(
        "jobs/operations.html",
        appbuilder=current_app.extensions["appbuilder"],
        base_template="layout.html",
        job=job,
        operations=[_row(each, gated) for each in operations],
        held=next(filter(None, (why_blocked(each, gated) for each in operations)), ""),
        missing=[str(step.stage) for step in missing_steps(job)] if job.status in ACTIVE else [],
        stages=db.session.scalars(stages.order_by(ProductionStage.position, ProductionStage.id)).all(),
        may_make=is_granted("can_make", _TABLE),
        is_active=job.status in ACTIVE,
    )


@bp.post("/")
def make(job_id: str) -> Any:
    """Make what the routing asks for and the job lacks; with `stage`, one more operation of it."""
    require("can_make", _TABLE)
    job = _job(job_id)
    lock(job)
    if job.status not in ACTIVE:
        raise RuleBroken(
            f"No operation was made: {job} is not in work. It gets its operations when it is accepted."
        )
    stage = db.session.get(ProductionStage, request.form.get("stage", "")[:26])
    made = add_operation(job, stage) if stage is not None else create_operations(job)
    told = ", ".join(str(each.stage) for each in made) or "nothing was missing"
    db.session.commit()
    flash(f"Operations made: {told}.", "success")
    return redirect(url_for("job_operations.page", job_id=job.id))


@dataclass(frozen=True)
class Row:
    """An operation in words."""

    id: str
    stage: str
    colour: str
    method: str
    pieces: str
    hours: str
    first: str
    """The first estimate, where it was another."""
    on: dt.date | None
    day: str
    who: str
    status: str
    pill: str
    note: str
    """What is to be minded: that it may not begin, why it was booked beyond its day."""
    may_move: bool


_PILLS: Final = {
    S.BACKLOG: "quote",
    S.SCHEDULED: "confirmed",
    S.IN_PROGRESS: "making",
    S.COMPLETED: "done",
    S.DELAYED: "paused",
    S.CANCELLED: "cancelled",
}


def _row(operation: ProductionSchedule, gated: int | None) -> Row:
    method, who = operation.decoration_method, (operation.employee, operation.machine)
    hours, first, on = operation.estimated_hours, operation.first_estimate, operation.scheduled_date
    beyond = operation.overbooked_because
    notes = [
        "May not begin yet." if why_blocked(operation, gated) else "",
        f"Booked beyond its day: {beyond}" if beyond else "",
    ]
    return Row(
        id=operation.id,
        stage=str(operation.stage),
        colour=str(operation.stage.colour),
        method=choice_label(method) if method else "",
        pieces=str(operation.pieces or ""),
        hours=f"{read_hours(hours)} h",
        first=f"{read_hours(first)} h" if first and read_hours(first) != read_hours(hours) else "",
        on=on,
        day=short_day(on) if on else "",
        who=", ".join(str(each) for each in who if each),
        status=choice_label(operation.status),
        pill=_PILLS[operation.status],
        note=" ".join(filter(None, notes)),
        may_move=operation.status in OPEN and is_granted("can_move", _TABLE),
    )


def _job(job_id: str) -> Job:
    return db.session.get(Job, job_id[:26]) or abort(404)


def _operations_of(job: Job) -> list[ProductionSchedule]:
    mine = sa.select(ProductionSchedule).join(ProductionStage).where(ProductionSchedule.job_id == job.id)
    named = mine.options(
        joinedload(ProductionSchedule.stage),
        joinedload(ProductionSchedule.employee),
        joinedload(ProductionSchedule.machine),
    )
    return list(db.session.scalars(named.order_by(ProductionStage.position, ProductionSchedule.id)))
