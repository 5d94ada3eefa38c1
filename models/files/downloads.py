"""Who fetched which file, when, and through which door."""

from __future__ import annotations

import enum

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from ..core import clock
from ..core.base import Base
from ..core.types import Choice
from ..customers import CustomerContact
from .customer_file import CustomerFile


class DownloadDoor(enum.StrEnum):
    """Where a file was fetched."""

    STAFF = "STAFF"
    PORTAL = "PORTAL"
    LINK = "LINK"


class FileDownload(Base):
    """One download (`created_at`), by a member of staff, a customer's person, or whoever holds a link."""

    __tablename__ = "file_downloads"

    file_id: Mapped[str] = mapped_column(ForeignKey("customer_files.id"), index=True)
    door: Mapped[DownloadDoor] = mapped_column(Choice(DownloadDoor))
    contact_id: Mapped[str | None] = mapped_column(ForeignKey("customer_contacts.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    address: Mapped[str | None] = mapped_column(String(45), doc="The network address it was sent to.")

    file: Mapped[CustomerFile] = relationship()
    contact: Mapped[CustomerContact | None] = relationship()
    user: Mapped[User | None] = relationship()

    def __str__(self) -> str:
        return f"{self.file} by {self.contact or self.user or 'a link'}"


def note_download(
    session: Session,
    file: CustomerFile,
    door: DownloadDoor,
    *,
    contact_id: str | None = None,
    user_id: int | None = None,
    address: str | None = None,
) -> None:
    """Log that `file` is fetched now, and count it. Does not commit.

    The count is one statement, so that two downloads at once are two, and nobody's form goes stale by them.
    """
    session.add(
        FileDownload(file_id=file.id, door=door, contact_id=contact_id, user_id=user_id, address=address)
    )
    session.execute(
        sa.update(CustomerFile)
        .where(CustomerFile.id == file.id)
        .values(download_count=CustomerFile.download_count + 1, last_downloaded=clock.now())
        .execution_options(deliberate="the log of downloads is the record", synchronize_session=False)
    )
