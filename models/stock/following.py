"""Reservations follow the jobs: accepted, a job sets aside what it needs; packed or called off, nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core.events import Fact, on_fact
from ..jobs import Job, JobItem, JobItemDecoration, JobItemSize
from ..jobs.life import JobStatus, S
from ..requirements import Reckoning, reckon
from .backflush import backflush, flushed_before
from .ledger import NONE
from .reservations import SETTING_ASIDE, ByMaterial, reserve_for_jobs, reserved_by_job
from .usage import MaterialUsage

_BATCH: Final = 500
"""Jobs that are reckoned at once."""


@on_fact(Job)
def follow_the_status(session: Session, facts: list[Fact]) -> None:
    """Set aside for jobs that are to be made from now on; use up and let go of what those had that are made."""
    moved = [fact for fact in facts if fact.kind != "deleted" and _is_in(fact) != _was_in(fact)]
    wanted: dict[str, ByMaterial] = {fact.id: {} for fact in moved if not _is_in(fact)}
    wanted |= _left_of(session, [fact.id for fact in moved if _is_in(fact)])
    made = [fact.id for fact in facts if _moves(fact) and fact.values["status"] == S.PACKED]
    over = {fact.id for fact in facts if _moves(fact) and fact.values["status"] == S.COMPLETED}
    aside = reserved_by_job(session, wanted) if wanted else {}
    concerned = {id_ for some in (*wanted.values(), *aside.values()) for id_ in some}
    backflush(session, [*made, *flushed_before(session, over)], concerned)
    reserve_for_jobs(session, wanted)


def _is_in(fact: Fact) -> bool:
    return _sets_aside(fact.values["status"], fact.values["held_from"])


def _was_in(fact: Fact) -> bool:
    was = fact.values | fact.before
    return fact.kind == "changed" and _sets_aside(was["status"], was["held_from"])


def _sets_aside(status: JobStatus, held_from: JobStatus | None) -> bool:
    """Whether a job needs its material set aside; one on hold, as where it was held from."""
    return status in SETTING_ASIDE and (status != S.ON_HOLD or (held_from or S.APPROVED) in SETTING_ASIDE)


def _moves(fact: Fact) -> bool:
    """Whether the job moved there from another status; an import tells of pieces that were made long ago."""
    return fact.kind == "changed" and fact.before.get("status", S.QUOTE) != S.QUOTE


@on_fact(JobItem, JobItemSize, JobItemDecoration)
def follow_what_is_ordered(session: Session, facts: list[Fact]) -> None:
    """What is ordered anew, or differently, is needed by the jobs that are to be made."""
    items = {fact.id for fact in facts if fact.model is JobItem and fact.kind != "deleted"}
    items |= {
        values["job_item_id"]
        for fact in facts
        if fact.model is not JobItem
        for values in (fact.values, fact.values | fact.before)
    }
    jobs = {fact.values["job_id"] for fact in facts if fact.model is JobItem and fact.kind == "deleted"}
    named = sa.select(JobItem.job_id).where(JobItem.id.in_(items))
    live = sa.select(Job.id).where(sa.or_(Job.id.in_(named), Job.id.in_(jobs)), Job.status.in_(SETTING_ASIDE))
    set_aside(session, session.scalars(live.order_by(Job.id)).all())


def set_aside(session: Session, job_ids: Collection[str]) -> None:
    """Set aside for these jobs what they need and have not used yet."""
    reserve_for_jobs(session, _left_of(session, job_ids))


def _left_of(session: Session, job_ids: Collection[str]) -> dict[str, ByMaterial]:
    """What each of these jobs needs and has not used yet, by material."""
    left: dict[str, ByMaterial] = {}
    ordered = sorted(job_ids)
    for start in range(0, len(ordered), _BATCH):
        some = ordered[start : start + _BATCH]
        used = used_by_job(session, some)
        left |= {id_: _left(told, used.get(id_, {})) for id_, told in reckon(session, some).items()}
    return left


def used_by_job(session: Session, job_ids: Collection[str]) -> dict[str, dict[str, Decimal]]:
    """What was used on each of these jobs, by material. One statement."""
    usage = MaterialUsage
    key = (usage.job_id, usage.material_id)
    mine = sa.select(*key, sa.func.sum(usage.quantity_used)).where(usage.job_id.in_(job_ids)).group_by(*key)
    found: defaultdict[str, dict[str, Decimal]] = defaultdict(dict)
    for job_id, material_id, quantity in session.execute(mine.order_by(*key)):
        found[job_id][material_id] = quantity
    return dict(found)


def _left(told: Reckoning, used: dict[str, Decimal]) -> dict[str, Decimal]:
    left = {material_id: each - used.get(material_id, NONE) for material_id, each in told.totals.items()}
    return {material_id: quantity for material_id, quantity in left.items() if quantity > 0}
