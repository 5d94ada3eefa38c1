"""What happened to a job in one list, newest first: moves of its status, mails, changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import load_only

from models.core.audit import AuditEntry
from models.core.base import db
from models.core.dates import full_moment
from models.core.labels import choice_label
from models.jobs import Job, JobItem, JobStatusUpdate
from models.notifications import NotificationQueue, NotificationStatus

from ..core.access.person import is_granted
from ..core.pages.cells import row_url
from ..core.screen import screen_named
from ..core.values import name_of
from .changes import changes_told
from .entries import Entry, Source
from .standing import as_it_stands

NEWEST: Final = 50
"""Entries that the page shows at first."""

MOST: Final = 1000
"""Entries that it shows when all are asked for."""


@dataclass(frozen=True)
class Timeline:
    """The entries of the kind asked for, what kinds there are, and whether there are more than are shown."""

    entries: list[Entry]
    kind: str
    kinds: list[tuple[str, str]]
    more: bool
    whole: bool


def timeline_of(job: Job, items: Sequence[JobItem], arguments: Mapping[str, str]) -> Timeline:
    """The timeline as an address asks for it: `timeline=status|mail|changes`, and `whole=yes` for all of it."""
    readers = _readers(job, items)
    wanted, whole = arguments.get("timeline", ""), arguments.get("whole") == "yes"
    kind, limit = (wanted if wanted in readers else ""), (MOST if whole else NEWEST)
    sources = [read(limit) for name, read in readers.items() if kind in ("", name)]
    entries = _merged(sources)
    more = len(entries) > limit or any(source.is_cut for source in sources)
    kinds = [("", "All"), *((name, name.capitalize()) for name in readers)]
    return Timeline(entries[:limit], kind, kinds, more, whole)


def _readers(job: Job, items: Sequence[JobItem]) -> dict[str, Callable[[int], Source]]:
    """How each kind is read that the person at the door may see. The audit is for whom it is shown elsewhere too."""
    readers: dict[str, Callable[[int], Source]] = {}
    if is_granted("can_list", JobStatusUpdate.__tablename__):
        readers["status"] = lambda limit: _moves(job, limit)
    if is_granted("can_list", NotificationQueue.__tablename__):
        readers["mail"] = lambda limit: _mails(job, limit)
    if is_granted("can_list", AuditEntry.__tablename__):
        readers["changes"] = lambda limit: changes_told(job, items, limit)
    else:
        readers["changes"] = lambda _limit: as_it_stands(job, items)
    return readers


def _merged(sources: Sequence[Source]) -> list[Entry]:
    """All entries, newest first. Where one kind was cut off, the others end there too: no gap looks like silence."""
    floor = max(
        (source.entries[-1].at for source in sources if source.is_cut and source.entries), default=None
    )
    entries = [entry for source in sources for entry in source.entries if floor is None or entry.at >= floor]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _moves(job: Job, limit: int) -> Source:
    mine = sa.select(JobStatusUpdate).where(JobStatusUpdate.job_id == job.id)
    moves = list(db.session.scalars(mine.order_by(JobStatusUpdate.id.desc()).limit(limit + 1)))
    return Source([_move(update) for update in moves[:limit]], is_cut=len(moves) > limit)


def _move(update: JobStatusUpdate) -> Entry:
    old, new = choice_label(update.old_status), choice_label(update.new_status)
    said = [f"“{update.reason}”"] if update.reason else []
    said += [f"To the customer: “{update.message}”"] if update.message else []
    what = f"{name_of(update.verb)}: {old} to {new}"
    return Entry(update.created_at, "arrow-right", what, update.actor, said)


_TOLD: Final = {
    NotificationStatus.PENDING: "waits to be sent to",
    NotificationStatus.SENT: "sent to",
    NotificationStatus.FAILED: "could not be sent to",
    NotificationStatus.CANCELLED: "was not sent to",
}


def _mails(job: Job, limit: int) -> Source:
    table = NotificationQueue
    columns = (table.type, table.recipient_email, table.status, table.sent_at, table.error, table.created_at)
    mine = sa.select(table).where(table.job_id == job.id).options(load_only(*columns))
    mails = list(db.session.scalars(mine.order_by(table.id.desc()).limit(limit + 1)))
    return Source([_mail(mail) for mail in mails[:limit]], is_cut=len(mails) > limit)


def _mail(mail: NotificationQueue) -> Entry:
    screen, failed = screen_named(NotificationQueue.__tablename__), mail.status == NotificationStatus.FAILED
    what = f"{name_of(mail.type.lower())} {_TOLD[mail.status]} {mail.recipient_email}"
    href = row_url(screen, mail) if is_granted("can_show", screen.table) else ""
    icon = "mail-x" if failed or mail.status == NotificationStatus.CANCELLED else "mail"
    return Entry(mail.created_at, icon, what, "", _fate(mail), href, is_bad=failed)


def _fate(mail: NotificationQueue) -> list[str]:
    """When it went out, or why it did not."""
    if mail.sent_at is not None:
        return [f"Sent {full_moment(mail.sent_at)}"]
    return [mail.error] if mail.error else []
