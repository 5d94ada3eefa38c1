"""Archiving: what other rows refer to is put away, not deleted."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Mapped, mapped_column

from . import clock
from .doors import VERBS_ONLY
from .errors import RuleBroken
from .roles import MANAGER, OFFICE
from .types import UtcDateTime
from .workflow import verb


class Archivable:
    """A row that can be put away: look-ups no longer offer it, and what refers to it stays whole."""

    archived_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)

    @verb(by={OFFICE, MANAGER})
    def archive(self) -> None:
        """Put it away: it is offered no longer, and what refers to it stays as it is."""
        if self.archived_at is not None:
            raise RuleBroken(f"{self} is archived already.")
        self.archived_at = clock.now()

    @verb(by={OFFICE, MANAGER})
    def unarchive(self) -> None:
        """Bring it back from the archive."""
        if self.archived_at is None:
            raise RuleBroken(f"{self} is not archived.")
        self.archived_at = None
