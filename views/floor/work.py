"""My work of today, and the timer that runs."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from models.core.base import db
from models.jobs import Job
from models.timekeeping import MisprintCause, running
from models.timekeeping.today import work_of_today, work_without_a_day

from .door import PERSON, page
from .frame import render
from .visitor import visitor

CAUSES = {
    MisprintCause.PRINT: "Smudged",
    MisprintCause.PLACEMENT: "Wrong place",
    MisprintCause.COLOUR: "Wrong colour",
    MisprintCause.GARMENT: "Bad blank",
    MisprintCause.MACHINE: "Machine",
    MisprintCause.WRONG_SIZE: "Wrong size",
    MisprintCause.OTHER: "Other",
}
"""Why a piece was spoiled, in the words of the floor."""


@page("/", who=PERSON)
def today() -> ResponseReturnValue:
    """What the person has to do today, in order, with what runs above it."""
    tasks = work_of_today(db.session(), visitor().employee)
    now = running(db.session(), visitor().employee.id)
    at_work = now.operation_id if now is not None else None
    return render(
        "today.html",
        tasks=[each for each in tasks if each.operation.id != at_work],
        waiting=[
            each
            for each in work_without_a_day(db.session(), visitor().employee)
            if each.operation.id != at_work
        ],
    )


@page("/timer", who=PERSON)
def timer() -> ResponseReturnValue:
    """The clock of what runs, and what may be done with it; without one, the work."""
    employee = visitor().employee
    entry = running(db.session(), employee.id)
    if entry is None:
        return redirect(url_for("floor.work_today"), 303)
    others = [
        each for each in work_of_today(db.session(), employee) if each.operation.id != entry.operation_id
    ]
    job = db.session.get(Job, entry.job_id) if entry.job_id else None
    return render("timer.html", entry=entry, job=job, others=others, causes=CAUSES)
