"""Which moves of a job mail its customer, and by which mail: data of the shop."""

from __future__ import annotations

import enum
from typing import Final

import sqlalchemy as sa
from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from ..core.base import Versioned
from ..core.doors import GIVEN_ONCE
from ..core.labels import label
from ..core.types import Choice
from ..jobs import JobStatus
from ..jobs.life import S


class Telling(enum.StrEnum):
    """Whether a move mails the customer: always, only when who makes it asks for it, or never."""

    ALWAYS = "ALWAYS"
    IF_ASKED = "IF_ASKED"
    NEVER = "NEVER"


class StatusMail(Versioned):
    """By which mail the customer learns that a job came to a status."""

    __tablename__ = "status_mails"

    status: Mapped[JobStatus] = mapped_column(Choice(JobStatus), unique=True, info=GIVEN_ONCE)
    mail: Mapped[str] = mapped_column(
        String(60), default="job_status_update", doc="The mail's registered name."
    )
    telling: Mapped[Telling] = mapped_column(Choice(Telling), default=Telling.ALWAYS)

    def __str__(self) -> str:
        return f"{label(self.status).capitalize()}: {label(self.mail)}"


UPDATE: Final = "job_status_update"
_DEFAULTS: Final = {
    S.QUOTE_SENT: (UPDATE, Telling.ALWAYS),
    S.APPROVED: (UPDATE, Telling.ALWAYS),
    S.IN_PRODUCTION: (UPDATE, Telling.ALWAYS),
    S.READY_FOR_PICKUP: (UPDATE, Telling.ALWAYS),
    S.SHIPPED: (UPDATE, Telling.ALWAYS),
    S.CANCELLED: (UPDATE, Telling.ALWAYS),
    S.COMPLETED: ("job_completed", Telling.ALWAYS),
    S.ON_HOLD: (UPDATE, Telling.IF_ASKED),
}


def status_mail_defaults() -> list[StatusMail]:
    """A row for every status, as domain.md has it; those it does not name mail nobody."""
    unnamed = (UPDATE, Telling.NEVER)
    return [
        StatusMail(status=status, mail=mail, telling=telling)
        for status in JobStatus
        for mail, telling in [_DEFAULTS.get(status, unnamed)]
    ]


def seed_status_mails(session: Session) -> None:
    """Add the rows that are missing; those that the shop changed stay as they are. Does not commit."""
    known = set(session.scalars(sa.select(StatusMail.status)))
    session.add_all(row for row in status_mail_defaults() if row.status not in known)


_table: Final = StatusMail.__table__
_ABOUT: Final = sa.select(_table.c.mail, _table.c.telling).where(_table.c.status == sa.bindparam("about"))
"""Made once: it is asked with every move of a job."""


def mail_about(session: Session, status: JobStatus, *, asked: bool) -> str | None:
    """The name of the mail about `status`, if one is to go. A status without a row is told as by default."""
    row = session.execute(_ABOUT, {"about": status}).one_or_none()
    mail, telling = row if row is not None else _DEFAULTS.get(status, (UPDATE, Telling.NEVER))
    return mail if telling == Telling.ALWAYS or (telling == Telling.IF_ASKED and asked) else None
