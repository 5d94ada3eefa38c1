"""Somebody else saved the row while a form was open: both values of each field that differs, to choose from.

Nothing is settled by itself. A value that its reader did not touch is offered as the other one chose it; whose it is
and since when is told to those who may read the audit trail.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from models.core import clock
from models.core.audit import AuditEntry
from models.core.audit.trail import plain
from models.core.base import db
from models.core.dates import full_moment
from models.core.labels import noun_of

from ..access.person import is_granted
from ..shown import shown
from .fields import HouseField
from .forms import RowForm

_MOST: Final = 20
"""So many of the latest writings are looked at."""
_EMPTY: Final = "(empty)"


@dataclass(frozen=True)
class Difference:
    """A field whose typed value is not the stored one. `whose` is who stored it; `takes_theirs` the first choice."""

    field: HouseField
    mine: str
    theirs: str
    their_text: str
    whose: str
    takes_theirs: bool

    @property
    def typed(self) -> str:
        """What was typed, as the next save compares it."""
        return _posted(self.field)


@dataclass(frozen=True)
class Conflict:
    """What happened, as a sentence, and the fields to choose in."""

    sentence: str
    differences: list[Difference]


def conflict(form: RowForm, row: Any) -> Conflict:
    """What `row` has become since `form` was opened."""
    entries = _entries(row, str(form.version.data or ""))
    may_know = is_granted("can_list", AuditEntry.__tablename__)
    told = _told(row, entries[0] if entries and may_know else None)
    changed = [field for field in form.house_fields() if _differs(field, row)]
    return Conflict(told, [_difference(field, row, entries, may_know) for field in changed])


def settle(form: RowForm, row: Any, given: Mapping[str, str]) -> None:
    """Let each field hold the stored value where that was chosen, unless its input was changed after the choice."""
    for field in form.house_fields():
        name = field.short_name
        stored = getattr(row, name)
        untouched = {_lines(given.get(f"typed-{name}", "")), _lines(field.text_of(stored))}
        if given.get(f"keep-{name}") == "theirs" and _posted(field) in untouched:
            field.take(stored)


def _differs(field: HouseField, row: Any) -> bool:
    """What cannot be read keeps the stored value as its data: it differs all the same."""
    return bool(field.process_errors) or getattr(row, field.short_name) != field.data


def _entries(row: Any, opened: str) -> list[AuditEntry]:
    """What the trail tells of `row` since its version `opened`, newest first: at most one entry for each version."""
    versions = row.version - int(opened) if opened.isdecimal() and len(opened) < 10 else 1
    wanted = sa.select(AuditEntry).where(
        AuditEntry.subject == f"{row.__tablename__}/{row.id}", AuditEntry.kind == "changed"
    )
    latest = wanted.order_by(AuditEntry.id.desc()).limit(min(max(versions, 1), _MOST))
    return list(db.session.scalars(latest))


def _told(row: Any, entry: AuditEntry | None) -> str:
    noun = noun_of(type(row))
    if entry is None:
        return f"Nothing was changed: somebody else saved this {noun} while you were editing."
    return f"Nothing was changed: {entry.actor} saved this {noun} {_when(entry.at)}, while you were editing."


def _when(at: dt.datetime) -> str:
    is_today = clock.shop_day(at) == clock.shop_day()
    return f"at {clock.shop_time(at):%H:%M}" if is_today else f"on {full_moment(at)}"


def _difference(field: HouseField, row: Any, entries: list[AuditEntry], may_know: bool) -> Difference:
    stored = getattr(row, field.short_name)
    writings = [(entry.actor, pair) for entry in entries if (pair := _pair(entry, field.column.key))]
    whose = writings[0][0] if writings and may_know else "Theirs" if writings else "Stored"
    mine = field.text if field.process_errors else shown(field.data, field.unit)
    untouched = bool(writings) and _kept(field) == writings[-1][1][0] and not field.process_errors
    return Difference(
        field, mine or _EMPTY, shown(stored, field.unit) or _EMPTY, field.text_of(stored), whose, untouched
    )


def _pair(entry: AuditEntry, column: str) -> list[Any] | None:
    """What `column` was before and after the writing; None when it was not touched, or the entry tampered with."""
    try:
        pair = json.loads(entry.changes).get(column)
    except (AttributeError, ValueError):
        return None
    return pair if isinstance(pair, list) and len(pair) == 2 else None


def _kept(field: HouseField) -> Any:
    """The field's value as the trail spells it."""
    is_row = field.kind == "lookup" and field.data is not None
    return plain(field.column.type, field.data.id if is_row else field.data)


def _posted(field: HouseField) -> str:
    """What a browser sends for the field; a switch sends nothing when it is off."""
    return _lines(field.text_of(field.data) if field.kind == "switch" else field.text)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")
