"""No bulk statement writes an audited table without saying so: its rows would be missing from the trail."""

from __future__ import annotations

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
    if key in _audited_tables():
        raise BulkRefused(
            f"{key}: change its objects, or say .execution_options(deliberate='why') and record() the fact yourself."
        )


def _audited_tables() -> set[str]:
    mappers = Base.registry.mappers
    return {m.local_table.key for m in mappers if getattr(m.class_, "__audited__", False)}
