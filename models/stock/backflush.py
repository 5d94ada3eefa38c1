"""Packing a job writes what its pieces took and nobody had logged (domain.md, “Materials”).

The floor is never stopped by a wrong number on a shelf: where the ledger has less than was used, it is adjusted first,
with a reason that names the job (decision 0097).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..catalog import Material
from ..core.doors import speaking
from ..core.events import Fact, on_fact
from ..jobs import Job
from ..jobs.life import S
from ..timekeeping import Misprint
from .ledger import NONE, hold, write
from .made import Share, taken_by
from .movements import MovementKind
from .reservations import reserved_by_job
from .usage import MaterialUsage
from .words import measured

_PACKED: Final = frozenset({S.PACKED, S.READY_FOR_PICKUP, S.SHIPPED, S.COMPLETED})


@on_fact(Job)
def write_what_was_used(session: Session, facts: list[Fact]) -> None:
    """The pieces of a job that is packed are made: what they took and nobody logged is used now.

    When it is completed, what was noted since is written too. An import tells of pieces that were made long ago.
    """
    moved = {fact.id: fact.values["status"] for fact in facts if _moves(fact)}
    made = [job_id for job_id, status in moved.items() if status == S.PACKED]
    over = [job_id for job_id, status in moved.items() if status == S.COMPLETED]
    made += flushed_before(session, over)
    aside = reserved_by_job(session, made)
    if made:
        backflush(session, made, {id_ for some in aside.values() for id_ in some})


def _moves(fact: Fact) -> bool:
    return fact.kind == "changed" and fact.before.get("status", S.QUOTE) != S.QUOTE


@on_fact(Misprint)
def write_late_misprints(session: Session, facts: list[Fact]) -> None:
    """A misprint that is noted, or counted again, after its job was packed took its material too."""
    backflush(session, flushed_before(session, {fact.values["job_id"] for fact in facts}))


def flushed_before(session: Session, job_ids: Collection[str]) -> list[str]:
    """Those of these jobs that are packed and whose pieces were written when they were."""
    if not job_ids:
        return []
    flushed = sa.select(MaterialUsage.job_id).where(
        MaterialUsage.is_backflush, MaterialUsage.job_id.in_(job_ids)
    )
    packed = sa.select(Job.id).where(Job.id.in_(flushed), Job.status.in_(_PACKED))
    return list(session.scalars(packed.order_by(Job.id)))


def backflush(session: Session, job_ids: Collection[str], and_hold: Collection[str] = ()) -> None:
    """Write what the pieces of these jobs, good and misprinted, took and nobody has logged yet.

    All materials are held first, those of `and_hold` with them: what was set aside for the jobs is let go next.
    """
    taken = {job_id: taken_by(session, job_id) for job_id in sorted(job_ids)}
    held = hold(session, {*and_hold, *(share.material_id for shares in taken.values() for share in shares)})
    due: defaultdict[str, Decimal] = defaultdict(Decimal)
    for job_id, shares in taken.items():
        missing = not_logged(shares, _logged(session, job_id))  # read under the locks: nobody logs meanwhile
        for share in missing:
            due[share.material_id] += share.quantity
        _find(session, job_id, held, due)
        session.add_all(_usage(job_id, share) for share in missing)
        session.flush()


def _usage(job_id: str, share: Share) -> MaterialUsage:
    row = MaterialUsage(
        job_id=job_id,
        job_item_id=share.job_item_id,
        material_id=share.material_id,
        quantity_used=share.quantity,
        misprint_id=share.misprint_id,
        notes=share.why[:1000],
    )
    with speaking(row):
        row.is_backflush = True
    return row


def _find(session: Session, job_id: str, held: dict[str, Material], due: Mapping[str, Decimal]) -> None:
    """Put on the shelf what the ledger lacks of what was plainly used (`due` so far), with the reason."""
    for material_id, quantity in sorted(due.items()):
        material = held[material_id]
        if (less := quantity - material.quantity_on_hand) > 0:
            number = session.get_one(Job, job_id).number
            reason = f"{number} used {measured(less, material.unit)} more than the stock had: count it."
            write(session, material, MovementKind.ADJUSTMENT, quantity=less, job_id=job_id, reason=reason)


def _logged(session: Session, job_id: str) -> list[Share]:
    usage = MaterialUsage
    columns = (usage.material_id, usage.job_item_id, usage.misprint_id, usage.quantity_used)
    mine = sa.select(*columns).where(usage.job_id == job_id).order_by(usage.id)
    return [
        Share(material, item or "", misprint, used, "")
        for material, item, misprint, used in session.execute(mine)
    ]


def not_logged(taken: list[Share], logged: list[Share]) -> list[Share]:
    """What is left of `taken` once `logged` is deducted: first where item and misprint are the same, then anywhere."""
    passes: tuple[Callable[[Share, Share], bool], ...] = (
        lambda one, other: (one.misprint_id, one.job_item_id) == (other.misprint_id, other.job_item_id),
        lambda one, other: one.misprint_id == other.misprint_id,
        lambda _one, _other: True,
    )
    for fits in passes:
        for use in logged:
            _deduct(
                use, (share for share in taken if share.material_id == use.material_id and fits(share, use))
            )
    return [share for share in taken if share.quantity > 0]


def _deduct(use: Share, shares: Iterable[Share]) -> None:
    for share in shares:
        less = min(use.quantity, share.quantity)
        share.quantity, use.quantity = share.quantity - less, use.quantity - less
        if use.quantity == NONE:
            return
