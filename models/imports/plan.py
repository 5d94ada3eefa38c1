"""What an import will do, decided before anything is written: a plan can be shown, thrown away, or carried out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core.doors import columns_at_first
from ..core.events import ring, settle
from ..jobs import JobItem, JobItemDecoration, JobItemSize
from .table import Refused

BATCH: Final = 500
"""Ids in one statement."""

_SETTLED_AT_ONCE: Final = 2_000
"""Rows that are written before anybody is told how far it is: smaller steps cost a twentieth."""

_PARTS: Final = (JobItem, JobItemSize, JobItemDecoration)
"""Rows that are written together with what they are parts of."""

Progress = Callable[[int, int], None]
"""Told how many of how many rows are done."""


@dataclass
class Entry:
    """A row to be written: a new one, or the changes of a known one (`row`). `state` is what `import_as` is told."""

    line: int
    model: Any
    id: str
    values: dict[str, Any]
    row: Any = None
    state: dict[str, Any] | None = None
    is_new: bool = True


@dataclass
class Plan:
    """The entries in the order of the file, rows left alone, what was refused, and how the file was read."""

    kind: str
    entries: list[Entry] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    refused: list[Refused] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    words: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(
        self, model: Any, line: int, row_id: str, values: dict[str, Any], state: dict[str, Any] | None = None
    ) -> None:
        """A new row."""
        self.entries.append(Entry(line, model, row_id, values, state=state))
        self.counts[f"new {told(model)}"] += 1

    def meet(self, model: Any, line: int, row: Any, values: dict[str, Any]) -> None:
        """A known row, which takes `values` where they differ; `row` is None when known rows are left alone."""
        changed = {} if row is None else {k: v for k, v in values.items() if getattr(row, k) != v}
        if changed:
            self.entries.append(Entry(line, model, row.id, changed, row, is_new=False))
        self.counts[f"{'changed' if changed else 'known'} {told(model)}"] += 1

    def refuse(self, line: int, reason: str) -> None:
        """A line that is not taken."""
        self.refused.append(Refused(line, reason))


def told(model: Any) -> str:
    """The rows of `model` as counts name them: `job_item_sizes` are “sizes”."""
    return str(model.__tablename__).rpartition("_")[2]


def carry_out(session: Session, plan: Plan, progress: Progress = lambda _done, _of: None) -> None:
    """Write the plan, some thousand rows at a time with all that follows from them. Does not commit.

    Jobs take their status by `import_as`. So `progress` is told of rows that are done but for the commit, and no flush
    has to look at the whole file.
    """
    written = 0
    bells: set[str] = set()
    for number, entry in enumerate(plan.entries):
        if number - written >= _SETTLED_AT_ONCE and entry.model not in _PARTS:
            bells |= settle(session)
            written = number
            progress(written, len(plan.entries))
        _write(session, entry)
    bells |= settle(session)
    progress(len(plan.entries), len(plan.entries))
    _ring_again(session, plan, bells)


def _write(session: Session, entry: Entry) -> None:
    if not entry.is_new:
        spoken = columns_at_first(entry.model)
        for name, value in entry.values.items():
            if name in spoken:
                getattr(entry.row, spoken[name])(value)
            else:
                setattr(entry.row, name, value)
        return
    entry.row = entry.model(id=entry.id, **entry.values)  # held by its entry until the commit
    session.add(entry.row)
    if entry.state is not None:
        entry.row.import_as(**entry.state)


def _ring_again(session: Session, plan: Plan, bells: set[str]) -> None:
    """Settling rings nothing: open pages are told of the rows, and others that there is something, by the commit."""
    for bell in bells - {"live"}:
        ring(session, bell)
    for entry in plan.entries if "live" in bells else ():
        ring(session, "live", entry.model.__tablename__, entry.id)


def rows_by(session: Session, column: Any, keys: Iterable[Any], *options: Any) -> Iterator[Any]:
    """The rows of the model of `column` whose value is one of `keys`, some hundreds at a time."""
    wanted = list(dict.fromkeys(keys))
    for start in range(0, len(wanted), BATCH):
        some = wanted[start : start + BATCH]
        yield from session.scalars(sa.select(column.class_).where(column.in_(some)).options(*options))
