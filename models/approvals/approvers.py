"""The people of one request: who is asked, whose turn it is, what each answered."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core import clock
from ..core.base import Base
from ..core.doors import VERBS_ONLY, state_column
from ..core.types import UtcDateTime
from ..core.workflow import COMPUTED, transition, verb
from ..customers import CustomerContact
from .life import UNANSWERED, ApproverStatus, Decision
from .requests import DesignApprovalRequest

A = ApproverStatus


class ApprovalApprover(Base):
    """One person whose answer a request waits for, at their place in the order."""

    __tablename__ = "approval_approvers"
    __table_args__ = (sa.UniqueConstraint("request_id", "contact_id"),)
    __audited__ = True
    __live__ = True
    __portal__ = "request.customer_id"

    request_id: Mapped[str] = mapped_column(ForeignKey("design_approval_requests.id"), index=True)
    contact_id: Mapped[str] = mapped_column(ForeignKey("customer_contacts.id"), index=True)
    position: Mapped[int] = mapped_column(default=1, info={"minimum": 1})
    status: Mapped[ApproverStatus] = state_column(ApproverStatus, A.WAITING, index=True)
    asked_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)
    answered_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)
    reminders: Mapped[int] = mapped_column(
        default=0, info=VERBS_ONLY, doc="The last reminder sent: 1 before, 2 at, 3 after the due time."
    )

    request: Mapped[DesignApprovalRequest] = relationship(back_populates="approvers")
    contact: Mapped[CustomerContact] = relationship()

    def __str__(self) -> str:
        return f"{self.contact} of {self.request}"

    @transition("status", {A.WAITING}, A.ASKED)
    def ask(self) -> None:
        """It is their turn: they get the mail."""
        self.asked_at = clock.now()

    @transition("status", UNANSWERED, COMPUTED)
    def answer(self, decision: Decision) -> ApproverStatus:
        """They have decided."""
        self.answered_at = clock.now()
        return A(decision.value)

    @transition("status", UNANSWERED, A.NOT_NEEDED)
    def excuse(self) -> None:
        """The request ended without them."""

    @verb(column="status", sources={A.ASKED})
    def remind(self, stage: int) -> None:
        """They have not decided: they get a reminder (1 before, 2 at, 3 after the due time)."""
        self.reminders = stage
