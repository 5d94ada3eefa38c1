"""Material used on a job, written down where it is used.

It needs a network, unlike the taps of time: what is written is weighed against the shelf, and somebody must hear at
once that it holds less. The page gives each form the id of the row that it makes, so that a second tap writes nothing.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from models.core.base import db, new_id
from models.core.errors import InvalidValue, RuleBroken
from models.core.roles import MANAGER, OFFICE, PRODUCTION
from models.job_materials import for_job
from models.jobs import Job
from models.stock import MaterialUsage
from models.stock.words import measured
from models.timekeeping import Misprint

from ..core.access.door import READING
from .door import PERSON, page
from .frame import known, render
from .visitor import visitor
from .work import CAUSES

_LONGEST: Final = 20
_ID: Final = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")


@page("/jobs/<pk>/materials", who=PERSON)
def used(pk: str) -> ResponseReturnValue:
    """What the job needs and has used, each with a field for what was taken."""
    return _page(_job(pk))


@page("/jobs/<pk>/materials", who=PERSON, methods=("POST",))
def use(pk: str) -> ResponseReturnValue:
    """Write down what was taken from the shelf for the job."""
    job = _job(pk)
    if not visitor().actor.has(PRODUCTION, OFFICE, MANAGER):
        abort(403, "Nothing was written: using material is for production, the office and managers.")
    row_id, material_id = request.form.get("row", ""), request.form.get("material", "")
    try:
        _write(job, row_id, material_id)
    except (RuleBroken, InvalidValue) as refusal:
        db.session.rollback()
        return _page(_job(pk), str(refusal), material_id), 409
    return redirect(url_for("floor.materials_used", pk=pk), 303)


def _write(job: Job, row_id: str, material_id: str) -> None:
    mine = {row.material.id: row.material for row in for_job(db.session(), job.id).rows}
    misprint = known(Misprint, request.form.get("misprint", ""))
    if material_id not in mine:
        raise RuleBroken("Nothing was written: choose one of the materials of this job.")
    if known(MaterialUsage, row_id) is not None:
        return
    own_id, by = row_id if _ID.fullmatch(row_id) else new_id(), visitor().employee.id
    row = MaterialUsage(id=own_id, job_id=job.id, material_id=material_id, used_by_id=by)
    row.quantity_used = _quantity()
    row.misprint_id = misprint.id if misprint is not None else None
    db.session.add(row)
    try:
        db.session.commit()
    except IntegrityError:  # the same form came twice at the same moment: the other one wrote it
        db.session.rollback()


def _quantity() -> Decimal:
    """What was typed, which the column weighs; a comma is what some phones offer for a point."""
    typed = request.form.get("quantity", "").strip()[:_LONGEST].replace(",", ".")
    if not typed:
        raise RuleBroken("Nothing was written: say how much was used.")
    return typed  # type: ignore[return-value]


def _page(job: Job, refusal: str = "", of: str = "") -> str:
    noted = sa.select(Misprint).where(Misprint.job_id == job.id).order_by(Misprint.id)
    return render(
        "materials.html",
        job=job,
        rows=for_job(db.session(), job.id).rows,
        misprints=db.session.scalars(noted).all(),
        causes=CAUSES,
        measured=measured,
        new_id=new_id,
        refusal=refusal,
        of=of,
        typed=request.form.get("quantity", "")[:_LONGEST] if request.method not in READING else "",
    )


def _job(pk: str) -> Job:
    job = known(Job, pk)
    return job if job is not None else abort(404)
