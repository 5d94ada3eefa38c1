"""What the tests of the REST door share."""

from __future__ import annotations

import urllib.parse
from typing import Any

import prison
import sqlalchemy as sa
from sqlalchemy import event

from models.core.base import db


def asked(path: str, **query: Any) -> str:
    """`path` with `query` as its `q=` in rison."""
    return f"{path}?q={urllib.parse.quote(prison.dumps(query))}"


class Statements:
    """Counts the statements that are sent inside the block."""

    def __enter__(self) -> Statements:
        self.sent: list[str] = []
        event.listen(db.engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(db.engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "COMMIT", "ROLLBACK")):
            self.sent.append(statement)

    @property
    def count(self) -> int:
        """How many there were."""
        return len(self.sent)


def count_of(model: type) -> int:
    """How many rows there are."""
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0
