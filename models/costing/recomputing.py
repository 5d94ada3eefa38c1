"""Bringing `job_costing` up to date: hold the rows, sum the facts, write what differs. In portions, many at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from ..core import clock
from ..core.base import new_id
from ..core.events import Fact, record
from ..core.portions import portions
from ..jobs import Job
from .costs import Costing, cost_of
from .gathering import gather
from .job_costing import JobCosting

_WHY: Final = "derived from the stored rows, under the row's lock; its fact is recorded"
_table: Final = JobCosting.__table__
_KEPT: Final = (_table.c.id, _table.c.job_id, _table.c.calculated_at)
_RECKONED: Final = tuple(_table.c[name] for name in Costing._fields)
_STORED: Final = (
    sa.select(*_KEPT, *_RECKONED)
    .where(_table.c.job_id.in_(sa.bindparam("jobs", expanding=True)))
    .order_by(_table.c.job_id)
)
_HOLDING: Final = _STORED.with_for_update(key_share=True)
"""Made once: nearly every deed asks for it."""


def recompute(session: Session, job_ids: Collection[str]) -> int:
    """Reckon the costing of these jobs anew from their stored rows; how many differed from what was stored.

    Six statements for each `PORTION` of jobs. The rows are held first, in the order of their jobs, so that of two
    transactions with facts of one job the later sums what the earlier wrote. Does not commit.
    """
    session.flush()
    return sum(_recompute(session, portion) for portion in portions(job_ids))


def stored(session: Session, job_ids: Sequence[str], *, held: bool = False) -> dict[str, sa.Row[Any]]:
    """What is stored of these jobs, by the job's id: id, job, moment, and the columns of `Costing`."""
    rows = session.execute(_HOLDING if held else _STORED, {"jobs": list(job_ids)})
    return {row.job_id: row for row in rows}


def _recompute(session: Session, job_ids: Sequence[str]) -> int:
    kept = stored(session, job_ids, held=True)
    missing = [each for each in job_ids if each not in kept]
    if missing:
        _insert(session, missing)
        kept |= stored(session, missing, held=True)
    found = gather(session, list(kept))
    differing = {
        job_id: (row, costing)
        for job_id, row in kept.items()
        if job_id in found
        and ((costing := cost_of(found[job_id])) != tuple(row[3:]) or row.calculated_at is None)
    }
    _write(session, list(differing.values()))
    return len(differing)


def _insert(session: Session, job_ids: Sequence[str]) -> None:
    """Add the rows of jobs that have none, whoever else adds them at the same moment; none for a job that is gone."""
    jobs, now = Job.__table__, clock.now()
    dialect: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    of_job = sa.select(
        sa.bindparam("own", type_=_table.c.id.type),
        jobs.c.id,
        sa.literal(now, _table.c.created_at.type),
        sa.literal(now, _table.c.updated_at.type),
    ).where(jobs.c.id == sa.bindparam("of_job"))
    adding = dialect.insert(_table).from_select(["id", "job_id", "created_at", "updated_at"], of_job)
    session.execute(
        adding.on_conflict_do_nothing(index_elements=["job_id"]).execution_options(deliberate=_WHY),
        [{"own": new_id(), "of_job": job_id} for job_id in job_ids],
    )


_UPDATE: Final = (
    sa.update(_table)
    .where(_table.c.id == sa.bindparam("own"))
    .values(
        {column.name: sa.bindparam(f"new_{column.name}") for column in _RECKONED}
        | {"calculated_at": sa.bindparam("now"), "updated_at": sa.bindparam("now")}
    )
    .execution_options(deliberate=_WHY)
)


def _write(session: Session, differing: Sequence[tuple[sa.Row[Any], Costing]]) -> None:
    if not differing:
        return
    now = clock.now()
    session.execute(
        _UPDATE,
        [
            {"own": row.id, "now": now, **{f"new_{name}": value for name, value in costing._asdict().items()}}
            for row, costing in differing
        ],
    )
    for row, costing in differing:
        _tell(session, row, costing)


def _tell(session: Session, row: sa.Row[Any], costing: Costing) -> None:
    """Record the fact, and let a row that the session has read be read anew."""
    known = session.identity_map.get(identity_key(JobCosting, row.id))
    if known is not None:
        session.expire(known)
    values = costing._asdict()
    kept: dict[str, Any] = dict(zip(Costing._fields, row[3:], strict=True))
    before = {name: was for name, was in kept.items() if was != values[name]}
    record(
        session, Fact(JobCosting, row.id, "changed", {"id": row.id, "job_id": row.job_id, **values}, before)
    )
