"""A job on the floor: found by its ticket, shown with its work; held, and photographed."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from models.core.base import db
from models.core.errors import RuleBroken
from models.core.workflow import verbs_of
from models.files import CustomerFile, FileCategory
from models.jobs import ACTIVE, Job
from models.scheduling import ProductionSchedule
from models.timekeeping.today import tasks_of_job
from tasks import files, photos
from tasks.tickets.rows import tickets_of

from ..files.sending import picture_of
from ..public_job.page import HUES
from .door import PERSON, page
from .frame import known, render
from .visitor import visitor
from .work import CAUSES

_LONGEST_NUMBER: Final = 20


@page("/scan", who=PERSON)
def scan() -> ResponseReturnValue:
    """The camera, and a field for the number of a job."""
    return render("scan.html", error="")


@page("/find", who=PERSON)
def find() -> ResponseReturnValue:
    """The job with the number that was typed: J-1061, or 1061."""
    typed = request.args.get("number", "").strip().lstrip("#").upper()[:_LONGEST_NUMBER]
    wanted = typed if not typed.isdecimal() else f"J-{typed}"
    job = db.session.scalars(sa.select(Job).where(Job.number == wanted)).one_or_none() if typed else None
    if job is None:
        return render("scan.html", error=f"There is no job “{typed}”. Its number is on the ticket."), 404
    return redirect(url_for("floor.jobs_show", pk=job.id), 303)


@page("/jobs/<pk>", who=PERSON)
def show(pk: str) -> ResponseReturnValue:
    """A job: its art, sizes, gates, and its work with a button to start."""
    job = _job(pk)
    ticket = tickets_of(db.session(), [job.id])[0]
    tasks = tasks_of_job(db.session(), job)
    return render(
        "job.html",
        job=job,
        tasks=tasks,
        art=[each for each in ticket.artwork if each.version.file and each.version.file.preview_key],
        causes=CAUSES,
        is_active=job.status in ACTIVE,
        hue=_hue(job),
        may_hold=not verbs_of(Job)["hold"].why_not(job),
    )


@page("/jobs/<pk>/art/<file_id>", who=PERSON)
def art(pk: str, file_id: str) -> ResponseReturnValue:
    """A preview of the job's art."""
    versions = [each.version for each in tickets_of(db.session(), [_job(pk).id])[0].artwork]
    shown = {each.file.id: each.file for each in versions if each.file}
    return picture_of(shown[file_id], "preview") if file_id in shown else abort(404)


@page("/jobs/<pk>/hold", who=PERSON, methods=("POST",))
def hold(pk: str) -> ResponseReturnValue:
    """Put the job on hold, for a reason."""
    job, reason = _job(pk), request.form.get("reason", "").strip()[:500]
    if not reason:
        raise RuleBroken("The job goes on: say why it is to be held.")
    if not visitor().actor.has(*verbs_of(Job)["hold"].by):
        abort(403, "The job goes on: holding it is for production, the office and managers.")
    job.hold(reason)
    db.session.commit()
    return redirect(url_for("floor.jobs_show", pk=job.id), 303)


@page("/jobs/<pk>/photo", who=PERSON, methods=("POST",))
def photo(pk: str) -> ResponseReturnValue:
    """Keep a photo of the job, made smaller and without what the camera wrote into it."""
    job, sent = _job(pk), request.files.get("photo")
    if sent is None:
        raise RuleBroken("No photo was kept: take one first.")
    operation = known(ProductionSchedule, request.form.get("operation", ""))
    stage = operation.stage.name if operation is not None and operation.job_id == job.id else ""
    file = _kept(job, stage, photos.cleaned(sent.stream.read(photos.LARGEST + 1)))
    db.session.commit()
    told = "The customer sees it, too." if file.is_public else "Only the shop sees it."
    return render(
        "notice.html", title="The photo is kept", sentence=told, back=url_for("floor.jobs_show", pk=pk)
    )


def _kept(job: Job, stage: str, content: bytes) -> CustomerFile:
    name = " ".join(filter(None, (job.number, stage, "photo")))
    return files.keep(
        db.session(),
        content,
        customer=job.customer,
        job=job,
        category=FileCategory.PHOTO,
        file_name=f"{name}.jpg",
        name=name,
        description=f"{stage or 'The floor'}, by {visitor().employee.name}",
        is_public=request.form.get("shared") == "1",
        user_id=visitor().employee.user_id,
        mime_type="image/jpeg",
    )


def _hue(job: Job) -> str:
    """The hue of the step at which its customer sees it; the word beside it is the shop's own."""
    step = job.step
    return "paused" if step.paused else "ended" if step.ended else HUES[step.index]


def _job(pk: str) -> Job:
    job = known(Job, pk)
    return job if job is not None else abort(404)
