"""The changes of a job as far as its rows tell of them by themselves, for those whom the audit is not for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from models.core.labels import choice_label
from models.gates import JobGate
from models.jobs import Job, JobItem

from .entries import Entry, Source

_SOON: Final = dt.timedelta(seconds=2)
"""What is written so soon after it was added was written while it was added."""


def as_it_stands(job: Job, items: Sequence[JobItem]) -> Source:
    """When the job and its items were added and last written, and since when each gate stands as it does."""
    entries = [_added(job, "This job")]
    entries += [entry for item in items for entry in _of_item(item)]
    entries += [_of_gate(gate) for gate in job.gates]
    return Source(sorted(entries, key=lambda entry: entry.at, reverse=True))


def _added(row: Any, name: str) -> Entry:
    return Entry(row.created_at, "plus", f"{name} was added")


def _of_item(item: JobItem) -> list[Entry]:
    name = f"Item {item}"
    written = item.updated_at > item.created_at + _SOON
    last = [Entry(item.updated_at, "pencil", f"{name} was last written")] if written else []
    return [_added(item, name), *last]


def _of_gate(gate: JobGate) -> Entry:
    said = [gate.reason] if gate.reason else []
    return Entry(gate.updated_at, "shield-check", f"{gate}: {choice_label(gate.status)}", "", said)
