"""Artwork: a design and its immutable versions."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .core.archiving import Archivable
from .core.base import Versioned
from .core.kinship import of_the_same
from .core.prefixes import found_by
from .core.types import Prose
from .customers import Customer
from .jobs import Job


@found_by("name")
class Design(Archivable, Versioned):
    """A piece of art for a customer, perhaps for one job."""

    __tablename__ = "designs"

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

    def __str__(self) -> str:
        return self.name


class DesignVersion(Versioned):
    """One state of a design: a file that never changes, known by its SHA-256."""

    __tablename__ = "design_versions"
    __table_args__ = (sa.UniqueConstraint("design_id", "number"),)

    design_id: Mapped[str] = mapped_column(ForeignKey("designs.id"), index=True)
    number: Mapped[int] = mapped_column(info={"minimum": 1}, doc="1 is the first version.")
    file_name: Mapped[str] = mapped_column(String(255))
    file_size: Mapped[int | None] = mapped_column(sa.BigInteger, info={"unit": "bytes", "minimum": 0})
    mime_type: Mapped[str | None] = mapped_column(String(120))
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)

    design: Mapped[Design] = relationship(back_populates="versions")

    def __str__(self) -> str:
        return f"{self.design} v{self.number}"
