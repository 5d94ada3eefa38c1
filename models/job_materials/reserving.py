"""Setting aside for promised jobs what they still need: kept equal to what is made in them, whoever changes that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..catalog import Material
from ..core.base import lock_all
from ..core.events import Fact, on_fact
from ..core.portions import portions
from ..jobs import Job, JobItem, JobItemDecoration, JobItemSize
from ..jobs.touched import in_batches, jobs_touched
from ..requirements import MaterialRequirement, MeshCount, SpoilageRate, reckon
from ..stock import SETTING_ASIDE, MaterialUsage, StockMovement, reserve_for_jobs

OPEN: Final = SETTING_ASIDE
"""A job that keeps what is set aside for it: a paused one too, not one that is packed, whose spares are free again."""

BATCH: Final = 200
"""Jobs whose materials are reckoned and held at once."""

Quantities = Mapping[str, Decimal]


def reserve_needed(session: Session, job_ids: Collection[str]) -> None:
    """Set aside for each of these jobs what it needs and has not used yet; for one that is over or undecided, nothing.

    Holds the jobs, then their materials. Doing it again changes nothing.
    """
    for batch in portions(job_ids, BATCH):
        _reserve(session, batch)


def _reserve(session: Session, job_ids: Sequence[str]) -> None:
    jobs = lock_all(session, Job, job_ids)
    reckoned = reckon(session, [job.id for job in jobs if job.status in OPEN])
    used = _sums(session, MaterialUsage, MaterialUsage.quantity_used, list(reckoned))
    reserved = _sums(session, StockMovement, StockMovement.reserved, [job.id for job in jobs])
    changed: dict[str, Quantities] = {}
    for job in jobs:
        needs: Quantities = reckoned[job.id].totals if job.id in reckoned else {}
        wanted = _open(needs, used.get(job.id, {}))
        before = {id_: quantity for id_, quantity in reserved.get(job.id, {}).items() if quantity}
        if wanted != before:
            changed[job.id] = wanted
    reserve_for_jobs(session, changed)


def _open(needs: Quantities, used: Quantities) -> dict[str, Decimal]:
    left = {id_: quantity - used.get(id_, Decimal(0)) for id_, quantity in needs.items()}
    return {id_: quantity for id_, quantity in left.items() if quantity > 0}


def _sums(
    session: Session, model: Any, column: Any, job_ids: Collection[str]
) -> dict[str, dict[str, Decimal]]:
    """What `column` of the jobs' rows sums up to, by job and material."""
    sums: defaultdict[str, dict[str, Decimal]] = defaultdict(dict)
    if job_ids:
        totals = sa.select(model.job_id, model.material_id, sa.func.sum(column)).where(
            model.job_id.in_(job_ids)
        )
        for job_id, material_id, total in session.execute(totals.group_by(model.job_id, model.material_id)):
            sums[job_id][material_id] = total
    return sums


@on_fact(Job, JobItem, JobItemSize, JobItemDecoration)
def reserve_what_is_promised(session: Session, facts: list[Fact]) -> None:
    """Follow a job that is promised, over or brought back, and what is made in one that is promised."""
    moved = {fact.id for fact in facts if fact.model is Job and _begins_or_ends(fact)}
    changed = jobs_touched(session, (fact for fact in facts if fact.model is not Job)) - moved
    reserve_needed(session, moved | _promised(session, changed))


def _begins_or_ends(fact: Fact) -> bool:
    if fact.kind == "deleted":
        return False
    was_open = fact.kind == "changed" and fact.before.get("status", fact.values["status"]) in _OPEN_STORED
    return (fact.values["status"] in _OPEN_STORED) != was_open


_OPEN_STORED: Final = OPEN | {status.value for status in OPEN}


def _promised(session: Session, job_ids: Collection[str]) -> set[str]:
    return set(in_batches(session, sa.select(Job.id).where(Job.status.in_(OPEN)), Job.id, job_ids))


@on_fact(MaterialRequirement, SpoilageRate, MeshCount)
def reserve_what_is_said_anew(session: Session, facts: list[Fact]) -> None:
    """Follow what promised jobs are made with, when that is told otherwise."""
    products = {
        product_id
        for fact in facts
        if fact.model is MaterialRequirement
        for product_id in fact.led_to("product_id")
    }
    methods = {fact.values["decoration_method"] for fact in facts if fact.model is SpoilageRate}
    meshes = {fact.id for fact in facts if fact.model is MeshCount and fact.kind == "changed"}
    row = MaterialRequirement
    products |= set(in_batches(session, sa.select(row.product_id), row.mesh_id, meshes))
    job_ids = set(in_batches(session, _promised_with_items(), JobItem.product_id, products))
    if methods:
        decorated = _promised_with_items().join(
            JobItemDecoration, JobItemDecoration.job_item_id == JobItem.id
        )
        job_ids |= set(session.scalars(decorated.where(JobItemDecoration.decoration_method.in_(methods))))
    reserve_needed(session, job_ids)


@on_fact(Material)
def reserve_what_measures_otherwise(session: Session, facts: list[Fact]) -> None:
    """Follow a material whose width or density is told otherwise.

    Its row is held already, and whoever holds a job may wait for it: jobs that somebody else holds are left to the
    clock (`promised_jobs`).
    """
    measured = {fact.id for fact in facts if _MEASURES & fact.before.keys()}
    row = MaterialRequirement
    products = set(in_batches(session, sa.select(row.product_id), row.material_id, measured))
    job_ids = set(in_batches(session, _promised_with_items(), JobItem.product_id, products))
    if job_ids:
        free = sa.select(Job.id).where(Job.id.in_(job_ids)).order_by(Job.id)
        held = session.scalars(free.with_for_update(key_share=True, skip_locked=True)).all()
        reserve_needed(session, held)


_MEASURES: Final = frozenset({"unit", "roll_width", "density"})


def _promised_with_items() -> sa.Select[Any]:
    return sa.select(JobItem.job_id).join(Job, Job.id == JobItem.job_id).where(Job.status.in_(OPEN))


def promised_jobs(session: Session) -> list[list[str]]:
    """The ids of all jobs for which something is set aside, in batches to be looked at one after the other."""
    return [*portions(session.scalars(sa.select(Job.id).where(Job.status.in_(OPEN))), BATCH)]
