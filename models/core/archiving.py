"""Archiving: what other rows refer to is put away, not deleted."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from . import clock
from .doors import VERBS_ONLY
from .roles import MANAGER, OFFICE
from .types import UtcDateTime
from .workflow import verb


def _is_archived(row: Any) -> str:
    return f"{row} is archived already." if row.archived_at is not None else ""


def _is_in_use(row: Any) -> str:
    return f"{row} is not archived." if row.archived_at is None else ""


class Archivable:
    """A row that can be put away: look-ups no longer offer it, and what refers to it stays whole."""

    archived_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)

    @verb(by={OFFICE, MANAGER}, unless=_is_archived)
    def archive(self) -> None:
        """Put it away: it is offered no longer, and what refers to it stays as it is."""
        self.archived_at = clock.now()

    @verb(by={OFFICE, MANAGER}, unless=_is_in_use)
    def unarchive(self) -> None:
        """Bring it back from the archive."""
        self.archived_at = None
