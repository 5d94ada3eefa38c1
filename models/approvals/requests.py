"""A request to approve a version of a design, and what may be done to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING, Annotated, Any, Final

import sqlalchemy as sa
from pydantic import Field
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core import clock
from ..core.arguments import Reason
from ..core.base import Versioned, session_of
from ..core.doors import GIVEN_ONCE, VERBS_ONLY, state_column
from ..core.kinship import of_the_same
from ..core.roles import ARTIST, MANAGER, OFFICE
from ..core.types import Choice, Prose, UtcDateTime
from ..core.workflow import COMPUTED, transition, verb
from ..customers import Customer
from ..designs import Design, DesignVersion, Key
from ..files import CustomerFile
from ..jobs import Job
from .life import UNANSWERED, ApprovalStatus, Decision, Rule

if TYPE_CHECKING:
    from .approvers import ApprovalApprover
    from .checks import ApprovalCheck
    from .decisions import ApprovalDecision
    from .workflows import ApprovalWorkflow

S = ApprovalStatus

EVERY: Final = frozenset(S)

Signature = Annotated[
    str, Field(min_length=2, max_length=120, description="The full name, typed, of who answered.")
]
Comment = Annotated[str, Field(max_length=2000)]


def _pending() -> Any:
    return sa.column("status", Choice(ApprovalStatus)) == sa.literal_column("'PENDING'")


def _why_closed(request: DesignApprovalRequest) -> str:
    from .answering import why_closed

    return why_closed(request)


class DesignApprovalRequest(Versioned):
    """One asking about one version: PENDING until its approvers, the clock, the shop or a new version end it."""

    __tablename__ = "design_approval_requests"
    __table_args__ = (
        sa.Index(
            "ix_design_approval_requests_pending",
            "version_id",
            unique=True,
            postgresql_where=_pending(),
            sqlite_where=_pending(),
        ),
        sa.Index(None, "closed_at"),
        sa.Index(None, "approved_at"),
    )
    __live__ = True
    __portal__ = "customer_id"

    design_id: Mapped[str] = mapped_column(
        ForeignKey("designs.id"), index=True, info=GIVEN_ONCE | of_the_same("customer_id")
    )
    version_id: Mapped[str] = mapped_column(ForeignKey("design_versions.id"), index=True, info=GIVEN_ONCE)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True, info=GIVEN_ONCE)
    job_id: Mapped[str | None] = mapped_column(ForeignKey("jobs.id"), index=True, info=GIVEN_ONCE)
    workflow_id: Mapped[str] = mapped_column(ForeignKey("approval_workflows.id"), index=True, info=GIVEN_ONCE)
    rule: Mapped[Rule] = mapped_column(Choice(Rule), info=GIVEN_ONCE)
    message: Mapped[str | None] = mapped_column(Prose(2000), info=GIVEN_ONCE)
    terms: Mapped[str] = mapped_column(Prose(2000), default="", info=GIVEN_ONCE)
    requested_by: Mapped[str] = mapped_column(sa.String(200), info=GIVEN_ONCE)
    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True, info=GIVEN_ONCE)
    status: Mapped[ApprovalStatus] = state_column(ApprovalStatus, S.PENDING, index=True)
    due_date: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True, info=GIVEN_ONCE)
    expires_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, index=True, info=GIVEN_ONCE)
    closed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)
    approved_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)
    rejected_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)
    feedback: Mapped[str | None] = mapped_column(Prose(2000), info=VERBS_ONLY)
    requested_changes: Mapped[str | None] = mapped_column(Prose(2000), info=VERBS_ONLY)
    hash_checked_at: Mapped[dt.datetime | None] = mapped_column(
        UtcDateTime, index=True, info=VERBS_ONLY, doc="When the stored file last was what was approved."
    )
    certificate_id: Mapped[str | None] = mapped_column(
        ForeignKey("customer_files.id"), index=True, info=VERBS_ONLY
    )

    design: Mapped[Design] = relationship()
    design_version: Mapped[DesignVersion] = relationship(back_populates="approval_requests")
    customer: Mapped[Customer] = relationship()
    job: Mapped[Job | None] = relationship()
    workflow: Mapped[ApprovalWorkflow] = relationship()
    certificate: Mapped[CustomerFile | None] = relationship()
    approvers: Mapped[list[ApprovalApprover]] = relationship(
        back_populates="request",
        passive_deletes="all",
        order_by="ApprovalApprover.position, ApprovalApprover.id",
    )
    checks: Mapped[list[ApprovalCheck]] = relationship(
        back_populates="request", passive_deletes="all", order_by="ApprovalCheck.position"
    )
    decisions: Mapped[list[ApprovalDecision]] = relationship(
        back_populates="request", passive_deletes="all", order_by="ApprovalDecision.id"
    )

    def __str__(self) -> str:
        return f"Approval of {self.design_version}"

    @property
    def is_pending(self) -> bool:
        """Whether it still waits for an answer."""
        return self.status == S.PENDING

    @classmethod
    def open_for(
        cls, version: DesignVersion, *, message: str, due_date: dt.datetime | None, workflow_id: str
    ) -> DesignApprovalRequest:
        """Ask about `version`; for `DesignVersion.request_approval`, which holds the design."""
        from .asking import open_request

        return open_request(version, message=message, due_date=due_date, workflow_id=workflow_id)

    @transition("status", EVERY, COMPUTED, unless=_why_closed)
    def decide(
        self,
        contact_id: str,
        decision: Decision,
        signature_name: Signature,
        ticked: Collection[str] = (),
        comment: Comment = "",
        ip_address: str | None = None,
    ) -> ApprovalStatus:
        """An approver answers on the page. `ticked` are the marks (`ApprovalCheck.mark`) of what they ticked.

        Approving needs every check ticked, asking for changes needs the comment that names them. RuleBroken when it
        is closed, when it is not their turn or not theirs to decide, or when they have answered already.
        """
        from .answering import answer

        return answer(
            self,
            contact_id,
            decision,
            signature_name,
            ticked=ticked,
            comment=comment,
            ip_address=ip_address,
        )

    @transition("status", EVERY, COMPUTED, by={OFFICE, MANAGER}, unless=_why_closed)
    def record_offline(
        self,
        contact_id: Annotated[Key, Field(description="The approver who gave the answer.")],
        decision: Decision,
        signature_name: Signature,
        evidence_file_id: Annotated[
            Key, Field(description="The file that shows it: a scan, a mail, a photo.")
        ],
        comment: Comment = "",
    ) -> ApprovalStatus:
        """Record an answer that an approver gave on paper, by phone or by mail, with its evidence."""
        from .answering import answer_with_evidence

        return answer_with_evidence(self, contact_id, decision, signature_name, evidence_file_id, comment)

    @transition("status", {S.PENDING}, S.REVOKED, by={ARTIST, OFFICE, MANAGER})
    def revoke(self, reason: Reason) -> None:
        """Take the request back: nobody is asked any more."""
        self._close()

    @transition("status", {S.PENDING}, S.EXPIRED)
    def expire(self) -> None:
        """Nobody answered in time."""
        self._close()

    @transition("status", {S.PENDING}, S.SUPERSEDED)
    def supersede(self) -> None:
        """A new version took the place of this one."""
        self._close()

    @verb(column="status", sources={S.APPROVED})
    def note_hash(self) -> None:
        """The stored file is still the one that was approved."""
        self.hash_checked_at = clock.now()

    @verb(column="status", sources={S.APPROVED})
    def find_altered(self) -> None:
        """The stored file is not the one that was approved: it is not printed."""
        self.hash_checked_at = clock.now()

    @verb(column="status", sources={S.APPROVED})
    def certify(self, certificate_id: str) -> None:
        """The certificate was made and kept as a file."""
        self.certificate_id = certificate_id

    def conclude(self, status: ApprovalStatus, comment: str | None) -> None:
        """Note the outcome of the last answer; for the answering verbs."""
        if status == S.APPROVED:
            self.approved_at = self.hash_checked_at = clock.now()
            self.feedback = comment
        elif status == S.REJECTED:
            self.rejected_at, self.feedback = clock.now(), comment
        else:
            self.requested_changes = comment
        self._close()

    def _close(self) -> None:
        self.closed_at = clock.now()
        for approver in self.unanswered():
            approver.excuse()

    def unanswered(self) -> list[ApprovalApprover]:
        """The approvers who have not answered, in their order, read anew."""
        from .approvers import ApprovalApprover

        mine = sa.select(ApprovalApprover).where(ApprovalApprover.request_id == self.id)
        ordered = mine.order_by(ApprovalApprover.position, ApprovalApprover.id)
        anew = session_of(self).scalars(ordered.execution_options(populate_existing=True))
        return [each for each in anew if each.status in UNANSWERED]
