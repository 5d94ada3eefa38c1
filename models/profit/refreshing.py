"""Bringing margins and sums up to date with the facts.

Whatever touches a job's money notes the job as stale, in the same transaction and without waiting for anybody. Later,
in a transaction of its own (the clock's, or of whoever opens a screen of profit first), its margin is written anew and
the sums change by the difference. Only one does so at a time. What was noted twice is written twice, to the same end.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..core.base import new_id
from ..core.periods import PeriodKind, period_of
from ..jobs import Job as JobRow
from ..jobs import JobItem
from .changes import Changes, add_up, keep
from .margins import JobMargin, JobMarginPart
from .materials import every_month, tally_materials, used_for
from .parts import Earned, parts_of
from .sources import Job, jobs_of
from .summing import summed
from .tallies import EARNED, material_tallies, stale, tallies

BATCH: Final = 500
"""Jobs and months that one transaction brings up to date."""
ONE_AT_A_TIME: Final = 687_071
"""The turn of whoever does so, on PostgreSQL. SQLite has one writer anyway."""

Reaction = Callable[[Session, set[dt.date]], None]
_reactions: list[Reaction] = []

JOB: Final = "job"
ITEM: Final = "item"
MATERIAL: Final = "material"
MISPRINT: Final = "misprint"
"""What may be stale: a job, by its id or by that of an item, and what was used of a material in a month, by the
material's id or by that of a misprint."""


def note_stale(session: Session, rows: Iterable[tuple[str, str, str]]) -> None:
    """Note what is stale: a job (its id and no month), or what is used of a material in a month."""
    told = [
        {"id": new_id(), "subject": subject, "key": key, "month": month}
        for subject, key, month in sorted(set(rows))
    ]
    if told:
        session.execute(sa.insert(stale), told)


def is_stale(session: Session) -> bool:
    """Whether something was touched that the sums do not know yet."""
    return bool(session.scalar(sa.select(sa.exists(sa.select(stale.c.id)))))


def refresh(session: Session, most: int = BATCH) -> bool:
    """Bring up to date what is stale, so many jobs and months at once; whether that was all. Does not commit.

    What is noted of them meanwhile is taken away here too, and then what it tells of is read here, or it stays.
    """
    _take_the_turn(session)
    what = (stale.c.subject, stale.c.key, stale.c.month)
    taken = [tuple(row) for row in session.execute(sa.select(*what).distinct().limit(most))]
    session.execute(sa.delete(stale).where(sa.tuple_(*what).in_(taken)))
    by_subject: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for subject, key, month in taken:
        by_subject[subject].add((key, month))
    jobs = {key for key, _ in by_subject[JOB]} | _jobs_of_items(session, {key for key, _ in by_subject[ITEM]})
    refresh_jobs(session, jobs)
    spoiled = used_for(session, {key for key, _ in by_subject[MISPRINT]})
    tally_materials(session, by_subject[MATERIAL] | spoiled)
    return len(taken) < most


def _take_the_turn(session: Session) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(ONE_AT_A_TIME)))


def _jobs_of_items(session: Session, item_ids: Collection[str]) -> set[str]:
    if not item_ids:
        return set()
    return set(session.scalars(sa.select(JobItem.job_id).where(JobItem.id.in_(item_ids)).distinct()))


def refresh_jobs(session: Session, job_ids: Collection[str]) -> None:
    """Write the margins of these jobs anew, and change the sums by the difference."""
    if not job_ids:
        return
    changes: Changes = {}
    old, old_parts = _rows(session, JobMargin, job_ids), _rows(session, JobMarginPart, job_ids)
    new = [_margin(job) for job in jobs_of(session, job_ids)]
    for job_id, rows in old.items():
        add_up(changes, rows[0], old_parts[job_id], -1)
    for whole, parts in new:
        add_up(changes, whole, parts, 1)
    for model in (JobMarginPart, JobMargin):
        session.execute(sa.delete(model).where(model.job_id.in_(job_ids)))
    _tell_days(session, [*(rows[0] for rows in old.values()), *(whole for whole, _ in new)])
    if new:
        session.execute(sa.insert(JobMargin.__table__), [whole for whole, _ in new])
        session.execute(sa.insert(JobMarginPart.__table__), [part for _, parts in new for part in parts])
    keep(session, changes)


def on_margins_changed(reaction: Reaction) -> Reaction:
    """Tell `reaction` of the days whose margins are written anew, in the transaction that does so."""
    _reactions.append(reaction)
    return reaction


def _tell_days(session: Session, rows: Iterable[Mapping[str, Any]]) -> None:
    days = {row["booked_on"] for row in rows if row["booked_on"] is not None}
    for reaction in _reactions if days else ():
        reaction(session, days)


def _rows(session: Session, model: Any, job_ids: Collection[str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    chosen = sa.select(model.__table__).where(model.job_id.in_(job_ids)).order_by(model.id)
    for row in session.execute(chosen).mappings():
        found[row["job_id"]].append(row)
    return found


def _margin(job: Job) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The rows of a job: the whole, and its parts."""
    day, now = job.booked_on, clock.now()
    shared = {
        "job_id": job.id,
        "customer_id": job.customer_id,
        "booked_on": day,
        "week": day and period_of(day, PeriodKind.WEEK).key,
        "month": day and period_of(day, PeriodKind.MONTH).key,
        "quarter": day and period_of(day, PeriodKind.QUARTER).key,
        "year": day and period_of(day, PeriodKind.YEAR).key,
        "created_at": now,
        "updated_at": now,
    }
    whole = shared | _amounts(job.earned)
    parts = [
        shared | _amounts(earned) | {"position": place, "product_id": product, "decoration_method": method}
        for place, ((product, method), earned) in enumerate(parts_of(job.earned, job.items), 1)
    ]
    return whole, parts


def _amounts(earned: Earned) -> dict[str, Any]:
    names = ("pieces", *EARNED, "margin", "standing", "estimated_cost")
    return {"id": new_id()} | {name: getattr(earned, name) for name in names}


def sum_up(session: Session) -> None:
    """Sum all margins anew, by the database, and what was used in the months that are kept. Does not commit.

    For rows that were copied in bulk.
    """
    session.execute(sa.delete(tallies))
    for rows in summed():
        names = [column.name for column in rows.selected_columns]
        session.execute(sa.insert(tallies).from_select(names, rows))
    kept = sa.select(material_tallies.c.material_id, material_tallies.c.month).distinct()
    tally_materials(session, {(material_id, month) for material_id, month in session.execute(kept)})


def rebuild(session: Session) -> None:
    """Forget margins and sums, and note every job and every material's month as stale. Does not commit.

    For rows that no fact told of, such as those of a restored or copied shop; `refresh` then does the work.
    """
    for model in (JobMarginPart, JobMargin):
        session.execute(sa.delete(model))
    for table in (tallies, material_tallies, stale):
        session.execute(sa.delete(table))
    note_stale(session, ((JOB, job_id, "") for job_id in session.scalars(sa.select(JobRow.id))))
    note_stale(session, ((MATERIAL, material_id, month) for material_id, month in every_month(session)))
