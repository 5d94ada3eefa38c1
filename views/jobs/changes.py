"""The audit of a job, its items and its gates in people's words: who changed what, from what to what.

Only columns are told that the reader may see in the row itself; an entry of which nothing is left is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final

import sqlalchemy as sa

from models.core.audit import AuditEntry
from models.core.base import BOOKKEEPING, db
from models.core.labels import noun_of
from models.gates import JobGate
from models.jobs import Job, JobItem

from ..core.access.person import current_roles
from ..core.representation import shape_of
from ..core.spelled import Spelling
from ..core.values import name_of
from .entries import Entry, Source

_TOLD_ELSEWHERE: Final[dict[type, frozenset[str]]] = {Job: frozenset({"status", "held_from"})}
"""Columns whose changes the moves of the status tell."""

_OF_THE_JOB: Final = frozenset({"job_id", "job_item_id", "gate", "position"})


def changes_told(job: Job, items: Sequence[JobItem], limit: int) -> Source:
    """The newest changes. Three statements at most for each kind of row that a change refers to."""
    rows = _rows_by_subject(job, items)
    mine = sa.select(AuditEntry).where(AuditEntry.subject.in_(list(rows)))
    entries = list(db.session.scalars(mine.order_by(AuditEntry.id.desc()).limit(2 * limit + 1)))
    changes = [(entry, rows[entry.subject], _told_of(entry, rows[entry.subject])) for entry in entries]
    spelling = Spelling((type(row), told) for _, row, told in changes)
    return Source(list(_entries(changes, spelling)), is_cut=len(entries) > 2 * limit)


def _rows_by_subject(job: Job, items: Sequence[JobItem]) -> dict[str, Any]:
    rows: list[Any] = [job, *job.gates, *items]
    rows += [part for item in items for part in (*item.sizes, *item.decorations)]
    return {f"{row.__tablename__}/{row.id}": row for row in rows}


Change = tuple[AuditEntry, Any, dict[str, Any]]


def _told_of(entry: AuditEntry, row: Any) -> dict[str, Any]:
    """The changes that the reader may see, by column; nothing of an entry that cannot be read."""
    try:
        changes = dict(json.loads(entry.changes))
    except (TypeError, ValueError):
        return {}
    model = type(row)
    left_out = BOOKKEEPING | _OF_THE_JOB | _TOLD_ELSEWHERE.get(model, frozenset())
    visible = shape_of(model, current_roles()).columns
    return {name: change for name, change in changes.items() if name in visible and name not in left_out}


def _entries(changes: Iterable[Change], spelling: Spelling) -> Iterator[Entry]:
    """One entry for each change; what one person added in one second is one entry."""
    for (_, is_new, _, _), group in groupby(changes, key=_together):
        together = list(group)
        if is_new:
            yield from _added(together)
            continue
        for entry, row, told in together:
            lines = spelling.lines(type(row), told)
            if lines:
                yield Entry(entry.at, "pencil", _deed(entry, row), entry.actor, lines)


def _together(change: Change) -> tuple[str, bool, str, str]:
    entry, row, _ = change
    is_new = entry.kind == "new"
    second = entry.at.isoformat(timespec="seconds")
    return entry.actor, is_new, second if is_new else entry.id, row.__tablename__ if is_new else ""


def _added(changes: Sequence[Change]) -> Iterator[Entry]:
    """Gates come with their job by themselves."""
    entry, row, _ = changes[0]
    if isinstance(row, JobGate):
        return
    if isinstance(row, Job):
        yield Entry(entry.at, "plus", "added this job", entry.actor)
        return
    noun = noun_of(type(row)).removeprefix("job ") + ("s" if len(changes) > 1 else "")
    names = ", ".join(str(each) for _, each, _ in reversed(changes))
    yield Entry(entry.at, "plus", f"added {noun} {names}", entry.actor)


def _deed(entry: AuditEntry, row: Any) -> str:
    """Such as “changed this job” or, of a verb, “Change order” and “Waive: Art gate”."""
    name = "" if isinstance(row, Job) else str(row)
    verbs = ", ".join(name_of(verb) for verb in entry.verbs.split())
    if not verbs:
        return f"changed {name or 'this job'}"
    return f"{verbs}: {name}" if name else verbs
