"""A file on its way in: how much of it came, and until when it may go on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from ..core import clock
from ..core.base import Base, lock
from ..core.doors import GIVEN_ONCE
from ..core.errors import InvalidValue, RuleBroken
from ..core.types import Choice, UtcDateTime
from ..customers import Customer, CustomerContact
from ..jobs import Job
from .customer_file import CustomerFile, FileCategory, FileStatus
from .names import plain_name

LARGEST: Final = 2 * 1024**3
"""Bytes of a file: 2 GB."""

UPLOAD_KEPT: Final = dt.timedelta(days=2)
"""How long an upload that was broken off may be taken up again."""

MOST_AT_ONCE: Final = 20
"""Uploads that one person may have begun and not ended."""

MOST_WAITING: Final = 8 * 1024**3
"""Bytes that a customer's person may have sent, or announced, and nobody has looked at: 8 GB."""


def _end_of_new() -> dt.datetime:
    return clock.now() + UPLOAD_KEPT


class Upload(Base):
    """A file that somebody is sending. What came of it waits under this row's id; `file` is set when all is there."""

    __tablename__ = "uploads"

    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    job_id: Mapped[str | None] = mapped_column(ForeignKey("jobs.id"), index=True)
    category: Mapped[FileCategory] = mapped_column(Choice(FileCategory), default=FileCategory.REFERENCE)
    file_name: Mapped[str] = mapped_column(String(255), info=GIVEN_ONCE)
    file_size: Mapped[int] = mapped_column(sa.BigInteger, info=GIVEN_ONCE | {"unit": "bytes"})
    is_public: Mapped[bool] = mapped_column(default=False)
    expires_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=_end_of_new, index=True)
    contact_id: Mapped[str | None] = mapped_column(ForeignKey("customer_contacts.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    file_id: Mapped[str | None] = mapped_column(ForeignKey("customer_files.id"), index=True)

    customer: Mapped[Customer] = relationship()
    job: Mapped[Job | None] = relationship()
    contact: Mapped[CustomerContact | None] = relationship()
    user: Mapped[User | None] = relationship()
    file: Mapped[CustomerFile | None] = relationship()

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_open(self) -> bool:
        """Whether more of it may come."""
        return self.file_id is None and self.expires_at > clock.now()

    def go_on(self) -> None:
        """More of it came: it has its whole time again."""
        self.expires_at = _end_of_new()

    def become_file(self, storage_key: str) -> CustomerFile:
        """All of it came: the file of it, in quarantine. Flushed, so that it has its id."""
        session: Any = sa.inspect(self).session
        file = CustomerFile(
            customer_id=self.customer_id,
            job_id=self.job_id,
            name=self.file_name,
            category=self.category,
            is_public=self.is_public,
            file_url=storage_key,
            file_name=self.file_name,
            file_size=self.file_size,
            contact_id=self.contact_id,
            user_id=self.user_id,
        )
        session.add(file)
        session.flush()
        self.file_id = file.id
        return file


def open_upload(
    session: Session,
    *,
    customer: Customer,
    file_name: str,
    file_size: int,
    category: FileCategory,
    job: Job | None = None,
    is_public: bool = False,
    contact: CustomerContact | None = None,
    user_id: int | None = None,
) -> Upload:
    """Begin to take a file from a customer's `contact` or from a member of staff; flushed.

    InvalidValue for a size that is not taken, RuleBroken when the sender has too many uploads open, or too large ones.
    """
    if not 0 < file_size <= LARGEST:
        raise InvalidValue("file_size", _size_refusal(file_name, file_size))
    if _open_ones(session, contact.id if contact else None, user_id) >= MOST_AT_ONCE:
        raise RuleBroken(f"You have {MOST_AT_ONCE} uploads that have not ended: finish or cancel one first.")
    if contact is not None and _waiting_bytes(session, contact) + file_size > MOST_WAITING:
        raise RuleBroken(
            f"{plain_name(file_name)} has to wait: 8 GB of yours are on their way. Send it later."
        )
    upload = Upload(
        customer_id=customer.id,
        job_id=job.id if job else None,
        category=category,
        file_name=plain_name(file_name),
        file_size=file_size,
        is_public=is_public,
        contact_id=contact.id if contact else None,
        user_id=user_id,
    )
    session.add(upload)
    session.flush()
    return upload


def _size_refusal(file_name: str, file_size: int) -> str:
    if file_size <= 0:
        return f"{plain_name(file_name)} is empty: choose the file again."
    return f"{plain_name(file_name)} is larger than 2 GB: send it in parts, or smaller."


def _open_ones(session: Session, contact_id: str | None, user_id: int | None) -> int:
    sender = Upload.contact_id == contact_id if contact_id else Upload.user_id == user_id
    return session.scalar(sa.select(sa.func.count()).select_from(Upload).where(sender, _is_open())) or 0


def _is_open() -> sa.ColumnElement[bool]:
    return sa.and_(Upload.file_id.is_(None), Upload.expires_at > clock.now())


def _waiting_bytes(session: Session, contact: CustomerContact) -> int:
    """What the contact has begun to send, and what came and is not looked at."""
    lock(contact)  # two that are begun at once
    begun = sa.select(sa.func.sum(Upload.file_size)).where(Upload.contact_id == contact.id, _is_open())
    unseen = sa.select(sa.func.sum(CustomerFile.file_size)).where(
        CustomerFile.contact_id == contact.id, CustomerFile.status == FileStatus.QUARANTINED
    )
    return int(session.scalar(begun) or 0) + int(session.scalar(unseen) or 0)


def begun_uploads(session: Session) -> Sequence[tuple[str, int]]:
    """Id and announced bytes of every upload that is still to come."""
    rows = session.execute(sa.select(Upload.id, Upload.file_size).where(_is_open()))
    return [(id_, size) for id_, size in rows]


def expired_uploads(session: Session, most: int = 500) -> Sequence[Upload]:
    """Uploads whose time is over: broken off, or ended so long ago that nobody asks for them."""
    return session.scalars(
        sa.select(Upload).where(Upload.expires_at <= clock.now()).order_by(Upload.id).limit(most)
    ).all()
