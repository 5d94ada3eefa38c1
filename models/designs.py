"""Artwork: a design and its versions, each a file that never changes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any, Final

import sqlalchemy as sa
from pydantic import Field
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .core.archiving import Archivable
from .core.arguments import Message
from .core.base import Base, Versioned, lock, new_id, session_of
from .core.doors import GIVEN_ONCE
from .core.errors import RuleBroken
from .core.kinship import of_the_same
from .core.prefixes import found_by
from .core.roles import ARTIST, MANAGER, OFFICE
from .core.types import Prose
from .core.workflow import verb
from .customers import Customer
from .files import PRICED, CustomerFile, FileStatus
from .jobs import Job

if TYPE_CHECKING:
    from .approvals import ApprovalComment, DesignApprovalRequest

DRAWERS: Final = {ARTIST, OFFICE, MANAGER}
"""Who adds versions and asks customers about them."""

Key = Annotated[str, Field(max_length=26)]


def _is_archived(design: Design) -> str:
    return f"{design} is archived: bring it back first." if design.archived_at is not None else ""


@found_by("name")
class Design(Archivable, Versioned):
    """A piece of art for a customer, perhaps for one job."""

    __tablename__ = "designs"
    __live__ = True
    __portal__ = "customer_id"

    name: Mapped[str] = mapped_column(String(160), index=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    job_id: Mapped[str | None] = mapped_column(
        ForeignKey("jobs.id"), index=True, info=of_the_same("customer_id")
    )
    notes: Mapped[str | None] = mapped_column(Prose())

    customer: Mapped[Customer] = relationship()
    job: Mapped[Job | None] = relationship()
    versions: Mapped[list[DesignVersion]] = relationship(
        back_populates="design", passive_deletes="all", order_by="DesignVersion.number"
    )
    comments: Mapped[list[ApprovalComment]] = relationship(
        back_populates="design", passive_deletes="all", order_by="ApprovalComment.id"
    )

    def __str__(self) -> str:
        return self.name

    def newest_version(self) -> DesignVersion | None:
        """The version with the highest number, read anew."""
        newest = sa.select(DesignVersion).where(DesignVersion.design_id == self.id)
        return session_of(self).scalars(newest.order_by(DesignVersion.number.desc()).limit(1)).first()

    @verb(by=DRAWERS, unless=_is_archived)
    def add_version(
        self,
        file_id: Annotated[Key, Field(description="A checked file of the customer's library.")],
        what_changed: Annotated[str, Field(max_length=1000, description="Shown to the customer.")] = "",
    ) -> DesignVersion:
        """Add the next version, made of a checked file. It supersedes what is asked about an earlier one."""
        file = _usable_file(self, file_id)
        newest = self.newest_version()
        added = DesignVersion(
            id=new_id(),
            design=self,
            number=newest.number + 1 if newest else 1,
            file=file,
            file_name=file.file_name,
            file_size=file.file_size,
            mime_type=file.mime_type,
            sha256=file.sha256,
            what_changed=what_changed or None,
        )
        session_of(self).add(added)
        return added


def _usable_file(design: Design, file_id: str) -> CustomerFile:
    """The file, which must be the customer's and have passed its checks."""
    file = session_of(design).get(CustomerFile, file_id)
    if file is None or file.customer_id != design.customer_id:
        raise RuleBroken(f"No version was added: {design.customer} has no such file. Upload it first.")
    if file.category in PRICED:
        raise RuleBroken(f"No version was added: {file} is a paper with prices. Upload the art.")
    if file.status == FileStatus.QUARANTINED:
        raise RuleBroken(f"No version was added: {file} is still being checked. Try again in a moment.")
    if file.status != FileStatus.AVAILABLE or not file.sha256:
        raise RuleBroken(f"No version was added: {file} did not pass its checks. Upload another file.")
    return file


class DesignVersion(Versioned):
    """One state of a design: a file that never changes, known by its SHA-256. Made by `Design.add_version`."""

    __tablename__ = "design_versions"
    __table_args__ = (sa.UniqueConstraint("design_id", "number"),)
    __live__ = True
    __portal__ = "design.customer_id"

    design_id: Mapped[str] = mapped_column(ForeignKey("designs.id"), index=True, info=GIVEN_ONCE)
    number: Mapped[int] = mapped_column(info=GIVEN_ONCE | {"minimum": 1}, doc="1 is the first version.")
    file_id: Mapped[str | None] = mapped_column(
        ForeignKey("customer_files.id"), index=True, info=GIVEN_ONCE, doc="Empty for art of an older system."
    )
    file_name: Mapped[str] = mapped_column(String(255), info=GIVEN_ONCE)
    file_size: Mapped[int | None] = mapped_column(
        sa.BigInteger, info=GIVEN_ONCE | {"unit": "bytes", "minimum": 0}
    )
    mime_type: Mapped[str | None] = mapped_column(String(120), info=GIVEN_ONCE)
    sha256: Mapped[str | None] = mapped_column(String(64), index=True, info=GIVEN_ONCE)
    what_changed: Mapped[str | None] = mapped_column(
        Prose(1000), info=GIVEN_ONCE, doc="Since the version before, in words for the customer."
    )

    design: Mapped[Design] = relationship(back_populates="versions")
    file: Mapped[CustomerFile | None] = relationship()
    approval_requests: Mapped[list[DesignApprovalRequest]] = relationship(
        back_populates="design_version", passive_deletes="all", order_by="DesignApprovalRequest.id"
    )

    def __str__(self) -> str:
        return f"{self.design} v{self.number}"

    @verb(by=DRAWERS)
    def request_approval(
        self,
        message: Message = "",
        due_date: dt.datetime | None = None,
        workflow_id: Annotated[
            Key, Field(description="Empty: the customer's or the method's, else the default.")
        ] = "",
    ) -> Base:
        """Ask the customer to approve this version: everybody whom the workflow names, in its order.

        Returns the request (`models.approvals.DesignApprovalRequest`).
        """
        lock(self.design)
        request: Any = type(self).approval_requests.property.mapper.class_
        asked: Base = request.open_for(self, message=message, due_date=due_date, workflow_id=workflow_id)
        return asked
