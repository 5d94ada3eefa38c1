"""What was said to many rows at once: each row hears it once, however often the request comes.

A connection breaks after a row was written and before its answer arrived; a button is pressed twice. Whoever asks again
names the same `request`, and finds here which rows were done: the note is written in the transaction of the verb.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Final

import sqlalchemy as sa
from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, Session, mapped_column

from .core import clock
from .core.base import Base

KEPT: Final = dt.timedelta(days=2)
"""How long a page may stay open whose request is still known."""


class SpokenVerb(Base):
    """That a verb was spoken to a row, `subject` (such as “jobs/01ARZ…”), for the request of one open page."""

    __tablename__ = "spoken_verbs"
    __table_args__ = (UniqueConstraint("request", "verb", "subject"),)

    request: Mapped[str] = mapped_column(String(26), doc="The key that the page was given.")
    verb: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(100))

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"


def note_spoken(session: Session, request: str, verb: str, subject: str) -> None:
    """Note that `verb` is spoken to `subject` for `request`, before it is. Does not commit.

    IntegrityError when it was noted already; who notes it at the same moment waits for the outcome of the other.
    """
    session.add(SpokenVerb(request=request, verb=verb, subject=subject))
    session.flush()


def already_spoken(session: Session, request: str, verb: str, subjects: Collection[str]) -> set[str]:
    """Those of `subjects` to which `verb` was spoken for `request`."""
    noted = sa.select(SpokenVerb.subject).where(
        SpokenVerb.request == request, SpokenVerb.verb == verb, SpokenVerb.subject.in_(subjects)
    )
    return set(session.scalars(noted))


def forget_spoken(session: Session) -> None:
    """Delete what no open page asks for any more. Does not commit."""
    session.execute(sa.delete(SpokenVerb).where(SpokenVerb.created_at < clock.now() - KEPT))
