"""What was decided: one row for each answer, never changed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core import clock
from ..core.base import Base
from ..core.doors import GIVEN_ONCE
from ..core.types import Choice, Prose, UtcDateTime
from ..customers import CustomerContact
from ..designs import DesignVersion
from ..files import CustomerFile
from .life import Decision
from .requests import DesignApprovalRequest


class ApprovalDecision(Base):
    """One person's answer, bound to the version's file by its hash, with what they saw and how they signed.

    An answer that staff recorded for them says so (`recorded_by`) and has its evidence: a scan, a mail, a photo.
    """

    __tablename__ = "approval_decisions"
    __table_args__ = (sa.UniqueConstraint("request_id", "contact_id"),)
    __audited__ = True
    __live__ = True
    __portal__ = "request.customer_id"

    request_id: Mapped[str] = mapped_column(
        ForeignKey("design_approval_requests.id"), index=True, info=GIVEN_ONCE
    )
    version_id: Mapped[str] = mapped_column(ForeignKey("design_versions.id"), index=True, info=GIVEN_ONCE)
    contact_id: Mapped[str] = mapped_column(ForeignKey("customer_contacts.id"), index=True, info=GIVEN_ONCE)
    decision: Mapped[Decision] = mapped_column(Choice(Decision), info=GIVEN_ONCE)
    signature_name: Mapped[str] = mapped_column(String(120), info=GIVEN_ONCE, doc="As it was typed.")
    decided_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=clock.now, info=GIVEN_ONCE)
    ip_address: Mapped[str | None] = mapped_column(String(45), info=GIVEN_ONCE)
    version_number: Mapped[int] = mapped_column(info=GIVEN_ONCE)
    file_name: Mapped[str] = mapped_column(String(255), info=GIVEN_ONCE)
    sha256: Mapped[str] = mapped_column(String(64), info=GIVEN_ONCE, doc="Of the file that was decided on.")
    checklist: Mapped[list[dict[str, Any]]] = mapped_column(
        sa.JSON, default=list, info=GIVEN_ONCE, doc="As shown: name, value and whether it was ticked."
    )
    terms: Mapped[str] = mapped_column(Prose(2000), default="", info=GIVEN_ONCE)
    comment: Mapped[str | None] = mapped_column(Prose(2000), info=GIVEN_ONCE)
    recorded_by: Mapped[str | None] = mapped_column(
        String(200), info=GIVEN_ONCE, doc="Who recorded an answer that was given elsewhere."
    )
    evidence_file_id: Mapped[str | None] = mapped_column(
        ForeignKey("customer_files.id"), index=True, info=GIVEN_ONCE
    )

    request: Mapped[DesignApprovalRequest] = relationship(back_populates="decisions")
    version: Mapped[DesignVersion] = relationship()
    contact: Mapped[CustomerContact] = relationship()
    evidence_file: Mapped[CustomerFile | None] = relationship()

    def __str__(self) -> str:
        return f"{self.signature_name}, version {self.version_number}"
