"""No bulk statement writes an audited table without saying so: its rows would be missing from the trail."""

from __future__ import annotations

import functools

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from ..base import Base
from ..errors import BulkRefused


@event.listens_for(Session, "do_orm_execute")
def _refuse_bulk(statement: ORMExecuteState) -> None:
    writes = statement.is_update or statement.is_delete or statement.is_insert
    if not writes or statement.execution_options.get("deliberate"):
        return
    key = getattr(getattr(statement.statement, "table", None), "key", None)
    if _is_audited(key):
        raise BulkRefused(
            f"{key}: change its objects, or say .execution_options(deliberate='why') and record() the fact yourself."
        )


@functools.cache
def _is_audited(key: str | None) -> bool:
    """Whether the table of this name belongs to an audited model: looked up once, since every statement asks."""
    mappers = Base.registry.mappers
    return any(m.local_table.key == key and getattr(m.class_, "__audited__", False) for m in mappers)
