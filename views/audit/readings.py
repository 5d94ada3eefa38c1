"""Entries of the trail in people's words: which row each is about, and what changed from what to what."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from models.core.audit import AuditEntry
from models.core.base import BOOKKEEPING, Base, db
from models.core.labels import label, noun_of

from ..core.access.person import current_roles, is_granted
from ..core.pages.cells import page_url
from ..core.representation import its_name_joined, parents_by_key, shape_of
from ..core.screen import screen_of
from ..core.spelled import Spelling


class Reading(NamedTuple):
    """What an entry is about, such as “Job: J-1001 Staff tees”, where that leads, and what changed."""

    subject: str
    url: str
    changes: str


class _Parsed(NamedTuple):
    """An entry with the model of its subject and its changes by column; None of each that cannot be made out."""

    entry: AuditEntry
    model: Any
    row_id: str
    told: dict[str, Any] | None


def readings(entries: Sequence[AuditEntry]) -> dict[str, Reading]:
    """The reading of each entry by its id. At most two statements for each kind of row that they mention.

    Columns that the reader may not see in the row itself are left out. An entry that was tampered with is told as it
    stands.
    """
    parsed = [_parsed(entry) for entry in entries]
    spelling = Spelling((each.model, each.told) for each in parsed if each.model and each.told)
    rows = _subjects(parsed)
    return {each.entry.id: _reading(each, rows.get((each.model, each.row_id)), spelling) for each in parsed}


def _parsed(entry: AuditEntry) -> _Parsed:
    table, _, row_id = entry.subject.partition("/")
    model = _models().get(table)
    try:
        return _Parsed(entry, model, row_id, _visible(model, dict(json.loads(entry.changes))))
    except (TypeError, ValueError):
        return _Parsed(entry, model, row_id, None)


@cache
def _models() -> dict[str, Any]:
    return {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}


def _visible(model: Any, told: dict[str, Any]) -> dict[str, Any]:
    if model is None:
        return told
    columns = shape_of(model, current_roles()).columns
    return {name: change for name, change in told.items() if name in columns and name not in BOOKKEEPING}


def _subjects(parsed: Iterable[_Parsed]) -> dict[tuple[Any, str], Any]:
    """The rows that the entries are about, as far as they are still there."""
    wanted: dict[Any, set[str]] = defaultdict(set)
    for each in parsed:
        if each.model is not None and each.entry.kind != "deleted":
            wanted[each.model].add(each.row_id)
    return {(model, str(row.id)): row for model, ids in wanted.items() for row in _rows(model, ids)}


def _rows(model: Any, ids: set[str]) -> Iterable[Any]:
    options = its_name_joined(model)
    whole = _whole_of(model)
    if whole:
        attribute = getattr(model, whole)
        options = [
            *options,
            joinedload(attribute).options(*its_name_joined(attribute.property.mapper.class_)),
        ]
    return db.session.scalars(sa.select(model).where(model.id.in_(ids)).options(*options)).unique()


@cache
def _whole_of(model: Any) -> str:
    """The relation to the row that a row of `model` is a part of; empty when to none.

    Parts are called after their whole: a JobItem is a part of its Job, a JobItemSize of its JobItem.
    """
    others = [each for each in parents_by_key(model).values() if each.mapper.class_ is not model]
    return next((each.key for each in others if model.__name__.startswith(each.mapper.class_.__name__)), "")


def _reading(parsed: _Parsed, row: Any, spelling: Spelling) -> Reading:
    subject = _name(parsed, row)
    if parsed.model is None or parsed.told is None:
        return Reading(subject, "", parsed.entry.changes)
    screen = screen_of(parsed.model)
    may_open = row is not None and screen is not None and is_granted("can_show", screen.table)
    url = page_url(screen, parsed.row_id) if may_open and screen else ""
    return Reading(subject, url, "; ".join(spelling.lines(parsed.model, parsed.told)))


def _name(parsed: _Parsed, row: Any) -> str:
    if row is None:
        table = parsed.entry.subject.partition("/")[0]
        return (noun_of(parsed.model) if parsed.model else label(table)).capitalize()
    whole = _whole_of(parsed.model)
    told, of_what = str(row), str(getattr(row, whole)) if whole else ""
    of_it = f" of {of_what}" if of_what and of_what not in told else ""
    return f"{noun_of(parsed.model).capitalize()}: {told}{of_it}"
