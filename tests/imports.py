"""Importing files in tests, as the doors do it."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.core.audit import AuditEntry
from models.core.base import Base, db
from models.imports import KINDS, Mapping, Plan, guess
from tasks.imports import collecting_later, write
from tasks.spreadsheets import read_table

FILES = Path(__file__).parent / "files"


def sample(name: str) -> bytes:
    """A file of tests/files."""
    return (FILES / name).read_bytes()


def bring_in(
    session: Session, kind: str, data: bytes | str, mapping: Mapping | None = None, **choices
) -> Plan:
    """Import `data` by `mapping`, or by the guessed one with `choices`, and commit."""
    table = read_table(data.encode() if isinstance(data, str) else data)
    chosen = KINDS[kind]
    mapping = mapping or guess(chosen, table.headers, chosen.targets).model_copy(update=choices)
    with collecting_later():
        plan = write(db.session(), chosen, table, mapping, None, lambda _done, _of: None)
        session.commit()
    return plan


def rows_of_every_table(session: Session) -> dict[str, list[tuple]]:
    """Everything that the shop holds, to see whether anything changed."""
    tables = {mapper.local_table.name: mapper.local_table for mapper in Base.registry.mappers}
    held = {name: sorted(map(str, session.execute(sa.select(table)))) for name, table in tables.items()}
    assert AuditEntry.__tablename__ in held
    session.commit()
    return held
