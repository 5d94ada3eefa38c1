"""What sets blanks gates right: stock that moved, orders that are late or early, jobs that changed."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core.events import Event, Fact, on_fact, on_verb
from ..jobs import Job, JobItem, JobItemSize
from ..stock import MovementKind, StockMovement
from .allotting import BEFORE_PRODUCTION, TAKING, materials_of
from .blanks import follow_jobs, follow_materials, jobs_waiting_for
from .lines import PurchaseOrderLine
from .orders import PurchaseOrder

_MOST: Final = 500
"""Sizes written at once; where more are, it is an import, and the clock sets the gates right."""


@on_fact(StockMovement)
def follow_the_stock(session: Session, facts: list[Fact]) -> None:
    """The jobs that wait for what moved. What a job used was its own: only others can miss it."""
    moved = [fact.values for fact in facts if fact.values["quantity"] or fact.values["incoming"]]
    used = [each for each in moved if each["kind"] == MovementKind.USE]
    follow_materials(session, {each["material_id"] for each in moved if each["kind"] != MovementKind.USE})
    if used:
        waiting = jobs_waiting_for(session, {each["material_id"] for each in used})
        if set(waiting) - {each["job_id"] for each in used}:
            follow_jobs(session, waiting)


@on_fact(PurchaseOrder)
def follow_the_supplier(session: Session, facts: list[Fact]) -> None:
    """An order is expected on another day."""
    late = [fact.id for fact in facts if fact.kind == "changed" and "expected_on" in fact.before]
    if late:
        line = PurchaseOrderLine
        theirs = sa.select(line.material_id).where(line.purchase_order_id.in_(late)).distinct()
        follow_materials(session, set(session.scalars(theirs)))


@on_fact(JobItemSize)
def follow_the_sizes(session: Session, facts: list[Fact]) -> None:
    """A promised job is made on other garments, or on more or fewer of them."""
    if len(facts) > _MOST:
        return
    values = [each for fact in facts for each in (fact.values, {**fact.values, **fact.before})]
    items = {each["job_item_id"] for each in values}
    known = sa.select(JobItem.id, Job.id, Job.status).join(JobItem.job).where(JobItem.id.in_(items))
    theirs = {item_id: (job_id, status) for item_id, job_id, status in session.execute(known)}
    jobs = {job_id for job_id, status in theirs.values() if status in TAKING}
    if jobs or items - theirs.keys():
        follow_materials(session, {each["material_id"] for each in values} - {None})
        follow_jobs(session, sorted(jobs))


@on_fact(Job)
def follow_the_date(session: Session, facts: list[Fact]) -> None:
    """A job that is due on another day takes another turn."""
    moved = [
        fact.id
        for fact in facts
        if fact.kind == "changed" and "due_on" in fact.before and fact.values["status"] in BEFORE_PRODUCTION
    ]
    follow_materials(session, materials_of(session, moved))


@on_verb(Job)
def follow_the_job(session: Session, happened: Event) -> None:
    """A job that is promised, or goes on, waits for its blanks; one that is over leaves its own to others."""
    old, new = happened.details.get("old"), happened.details.get("new")
    begins = new in BEFORE_PRODUCTION and old not in BEFORE_PRODUCTION
    if happened.verb != "import_as" and (begins or (old in TAKING and new not in TAKING)):
        follow_materials(session, materials_of(session, [happened.subject.id]))
