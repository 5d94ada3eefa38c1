"""A plan as people read it: counts, refused rows, how it was read, the first rows as they will be."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..core.labels import choice_label
from .plan import Entry, Plan, told
from .table import Table, as_text

SHOWN_ROWS: Final = 12
_LONGEST_SHOWN: Final = 80


def report_of(session: Session, plan: Plan, table: Table, *, imported: bool) -> dict[str, Any]:
    """`plan` as JSON: summary, rows, counts, refused (line, reason), notes, words, first (rows of name and text).

    The words are by field of the mapping, each with the name of our choice or "".
    """
    return {
        "summary": summary(plan, imported=imported),
        "rows": len(table.rows) + len(table.refused),
        "counts": dict(plan.counts),
        "refused": [[refused.line, refused.reason] for refused in plan.refused],
        "notes": plan.notes,
        "words": {field: _named(words) for field, words in plan.words.items()},
        "first": [_shown(session, plan, entry) for entry in plan.entries[:SHOWN_ROWS]],
    }


def summary(plan: Plan, *, imported: bool) -> str:
    """What `plan` brings in a sentence or two: what is new, changed, known, and how many rows are refused."""
    counted = sorted(plan.counts.items(), key=_order)
    parts = [f"{number:,} {what.removesuffix('s') if number == 1 else what}" for what, number in counted]
    sentence = (
        ("Imported: " if imported else "An import would bring: ") + (", ".join(parts) or "nothing") + "."
    )
    if plan.refused:
        rows = "1 row is refused" if len(plan.refused) == 1 else f"{len(plan.refused):,} rows are refused"
        sentence += f" {rows}."
    return sentence


def _order(count: tuple[str, int]) -> int:
    return ("new", "changed", "known").index(count[0].split()[0])


def _shown(session: Session, plan: Plan, entry: Entry) -> dict[str, Any]:
    deed = "new" if entry.is_new else "changed"
    values = [[name.removesuffix("_id"), _text(session, plan, entry, name)] for name in entry.values]
    for name, value in (entry.state or {}).items():
        if value:
            values.append([name, _told(value)])
    return {"line": entry.line, "what": f"{deed} {told(entry.model).rstrip('s')}", "values": values}


def _named(words: dict[str, Any]) -> dict[str, str]:
    return {word: choice.name if choice else "" for word, choice in words.items()}


def _text(session: Session, plan: Plan, entry: Entry, name: str) -> str:
    value = entry.values[name]
    column = sa.inspect(entry.model).local_table.c[name]
    if column.foreign_keys:
        return _parent(session, plan, next(iter(column.foreign_keys)).column.table, value)
    return _told(value)


def _told(value: Any) -> str:
    if isinstance(value, enum.Enum):
        return choice_label(value)
    if isinstance(value, dt.datetime):
        return clock.shop_day(value).isoformat()
    return as_text(value if not isinstance(value, int) or isinstance(value, bool) else str(value))[
        :_LONGEST_SHOWN
    ]


def _parent(session: Session, plan: Plan, table: Any, row_id: str) -> str:
    made = next((each for each in plan.entries if each.id == row_id), None)
    if made is not None:
        named = (made.values.get(name) for name in ("name", "number", "description"))
        return str(next(filter(None, named), f"line {made.line}"))[:_LONGEST_SHOWN]
    naming = [table.c[name] for name in ("number", "name", "description") if name in table.c]
    return str(session.scalar(sa.select(naming[0]).where(table.c.id == row_id)) or "")[:_LONGEST_SHOWN]
