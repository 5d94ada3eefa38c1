"""What is kept of imports: each file with what came of it, and the mappings by which sources are known."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any, Final

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core import clock
from ..core.base import Base, Versioned
from ..core.doors import GIVEN_ONCE, VERBS_ONLY, state_column
from ..core.errors import RuleBroken
from ..core.types import Prose, UtcDateTime
from ..core.visibility import SECRET
from ..core.workflow import transition
from .declared import KINDS

ABANDONED: Final = dt.timedelta(minutes=15)
"""A check or an import that has shown no sign of life for so long may be started again."""


class ImportStatus(enum.StrEnum):
    """Where an import stands. FAILED means that nothing of it was written."""

    UPLOADED = "UPLOADED"
    CHECKING = "CHECKING"
    CHECKED = "CHECKED"
    IMPORTING = "IMPORTING"
    IMPORTED = "IMPORTED"
    FAILED = "FAILED"


I = ImportStatus  # noqa: E741
_AT_REST: Final = frozenset({I.UPLOADED, I.CHECKED, I.FAILED})
_RUNNING: Final = frozenset({I.CHECKING, I.IMPORTING})


class ImportMap(Versioned):
    """How the files of one source are mapped, so that it is mapped once."""

    __tablename__ = "import_maps"
    __table_args__ = (sa.UniqueConstraint("kind", "name"),)

    name: Mapped[str] = mapped_column(String(60), doc="The source, such as “Old shop system, orders”.")
    kind: Mapped[str] = mapped_column(String(40), info=GIVEN_ONCE)
    columns: Mapped[dict[str, Any]] = mapped_column(
        sa.JSON, default=dict, doc="A mapping, as the command line takes it."
    )

    def __str__(self) -> str:
        return self.name


class Import(Base):
    """A file that somebody sent to be imported, how far it is, and what came of it.

    `mapping` is a `Mapping` as JSON; `report` has counts, refused rows, notes and the first rows. Both may hold
    values that not everybody may see, so only the import's own page shows them.
    """

    __tablename__ = "imports"

    kind: Mapped[str] = mapped_column(String(40), index=True)
    file_name: Mapped[str] = mapped_column(String(200))
    status: Mapped[ImportStatus] = state_column(ImportStatus, I.UPLOADED, index=True)
    actor: Mapped[str] = mapped_column(String(200), doc="Who sent it.")
    rows_done: Mapped[int] = mapped_column(default=0)
    rows_found: Mapped[int] = mapped_column(default=0)
    rows_refused: Mapped[int] = mapped_column(default=0)
    summary: Mapped[str | None] = mapped_column(Prose(2000), doc="What came of it, in a sentence.")
    started_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)
    finished_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    stored_as: Mapped[str | None] = mapped_column(String(64), info=SECRET)
    mapping: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict, info=SECRET)
    report: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict, info=SECRET)

    user: Mapped[User | None] = relationship()

    def __str__(self) -> str:
        return f"{KINDS[self.kind].title if self.kind in KINDS else self.kind}: {self.file_name}"

    @property
    def is_running(self) -> bool:
        """Whether it is being checked or imported, and nobody may disturb it."""
        late = self.started_at is None or clock.now() - self.started_at > ABANDONED
        return self.status in _RUNNING and not late

    @transition("status", _AT_REST | _RUNNING, I.CHECKING)
    def begin_check(self, mapping: dict[str, Any]) -> None:
        """Begin to look at what an import would do, by `mapping`."""
        self._start()
        self.mapping, self.report, self.summary = mapping, {}, None

    @transition("status", {I.CHECKED} | _RUNNING, I.IMPORTING)
    def begin_import(self) -> None:
        """Begin to write what was checked."""
        self._start()

    @transition("status", {I.CHECKING}, I.CHECKED)
    def finish_check(self, report: dict[str, Any]) -> None:
        """Keep what an import would do."""
        self._finish(report)

    @transition("status", {I.IMPORTING}, I.IMPORTED)
    def finish_import(self, report: dict[str, Any]) -> None:
        """Keep what was done; in the transaction that did it."""
        self._finish(report)

    @transition("status", _RUNNING, I.FAILED)
    def fail(self, sentence: str) -> None:
        """Nothing was written, for a reason."""
        self.finished_at, self.summary = clock.now(), sentence[:2000]

    def _start(self) -> None:
        if self.is_running:
            raise RuleBroken(f"{self} is being worked on: wait until it is done.")
        self.started_at, self.finished_at, self.rows_done = clock.now(), None, 0

    def _finish(self, report: dict[str, Any]) -> None:
        self.finished_at, self.report, self.summary = clock.now(), report, report["summary"]
        self.rows_refused = len(report["refused"])
        self.rows_done = self.rows_found = report["rows"]
