"""The audit entries of copied rows, each with its own MAC, chained by seals as the clock would have done."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.core.audit import AuditEntry, AuditSeal, seal
from models.core.audit.tables import mac, mac_of
from models.core.base import new_id

from . import bulk

if TYPE_CHECKING:
    from .copies import Plan

ROWS_OF_A_SEAL: Final = 20_000

entries = AuditEntry.__table__
_ENDS: Final = ("id", "mac", "seal_id")
_MIDDLE: Final = [column.name for column in entries.columns if column.name not in _ENDS]
ORDERED: Final = ("id", *_MIDDLE, "mac", "seal_id")
"""The id first, by which entries are sorted; MAC and seal last."""


def write_sealed(session: Session, plan: Plan) -> None:
    """Seal what is there, then write the copies' entries, each seal's before the next."""
    seal(session)
    session.flush()
    last = session.scalars(sa.select(AuditSeal).order_by(AuditSeal.number.desc()).limit(1)).one()
    connection, number, chained = session.connection(), last.number, last.mac
    source = _copies(plan)
    while chunk := sorted(itertools.islice(source, ROWS_OF_A_SEAL)):
        number, chained = number + 1, mac(chained, *(row[-2] for row in chunk))
        sealed = AuditSeal(id=new_id(), number=number, rows=len(chunk), mac=chained)
        session.add(sealed)
        session.flush()
        bulk.write(connection, entries, ORDERED, ((*row[:-1], sealed.id) for row in chunk))


def _copies(plan: Plan) -> Iterator[tuple[Any, ...]]:
    """Every copy of every entry, as `ORDERED` has it."""
    names = entries.columns.keys()
    for row in plan.originals[entries]:
        entry = plan.entry(dict(zip(names, row, strict=True)))
        if entry is None:
            continue
        moment = _moment(entry["at"])
        for number in range(1, plan.times + 1):
            copy = entry | {name: plan.fill(entry[name], number) for name in ("id", "subject", "changes")}
            copy["mac"] = mac_of(copy | {"at": moment})
            yield tuple(copy[name] for name in ORDERED)


def _moment(stored: Any) -> dt.datetime:
    """SQLite's driver gives the text that the column's type wrote, in UTC."""
    return dt.datetime.fromisoformat(stored) if isinstance(stored, str) else stored
