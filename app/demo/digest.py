"""One number for a whole shop, by which two runs of the demo are compared: equal for equal rows.

Left out is what no two shops have in common: ids (a row is known by its table and its place in it), secrets and what
is made of them (passwords, tokens, MACs).
"""

from __future__ import annotations

import hashlib
import re
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Column, Table
from sqlalchemy.orm import Session

from models.core.audit.trail import plain
from models.core.base import Base
from models.people import StaffUser

_ID: Final = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{26}\b")
_MASKED: Final = re.compile(r"[\w-]{4}…")
_SECRET: Final = {"mac", "password"}
_OUTSIDE: Final = {"created_on", "changed_on"}
"""Flask-AppBuilder's own, by the wall's clock."""
_OF_CONTENT: Final = {"sha256", "file_size"}
"""Of kept files: one may name ids, as a certificate does, and its content is then no other shop's."""
_CONTENT_TOLD: Final = re.compile(r'"(sha256|file_size)": ("[0-9a-f]{64}"|\d+)')
"""The same in the audit's entries."""


def digest(session: Session) -> str:
    """64 hexadecimal digits over every row of every table of the shop."""
    ours = {mapper.local_table for mapper in Base.registry.mappers if issubclass(mapper.class_, Base)}
    tables = [table for table in Base.metadata.sorted_tables if table in ours]
    places = {row_id: place for table in tables for row_id, place in _places(session, table)}
    whole = hashlib.sha256()
    for table in [StaffUser.__table__, *tables]:
        for row in session.execute(sa.select(table).order_by(table.c.id)).mappings():
            told = [_told(column, row[column.name], places) for column in table.columns if _is_told(column)]
            whole.update(repr((table.name, told)).encode())
    return whole.hexdigest()


def _places(session: Session, table: Table) -> list[tuple[str, str]]:
    ids = session.scalars(sa.select(table.c.id).order_by(table.c.id))
    return [(row_id, f"{table.name} {number}") for number, row_id in enumerate(ids)]


def _is_told(column: Column[Any]) -> bool:
    left_out = _SECRET | _OUTSIDE | (_OF_CONTENT if column.table.name == "customer_files" else set())
    return column.name not in left_out and not column.info.get("secret")


def _told(column: Column[Any], value: Any, places: dict[str, str]) -> str:
    text = str(plain(column.type, value))
    text = _ID.sub(lambda found: places.get(found[0], "?"), text)
    return _MASKED.sub("…", _CONTENT_TOLD.sub("…", text))
