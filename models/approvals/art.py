"""What approvals do to a job: they pass or block its art gate, and nothing else."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core.actor import SYSTEM, acting_as
from ..core.base import lock
from ..core.events import Event, on_verb, ring
from ..designs import Design, DesignVersion
from ..gates import GateStatus, JobGate
from .life import ApprovalStatus
from .requests import DesignApprovalRequest

S = ApprovalStatus


@on_verb(Design, "add_version")
def supersede_what_is_asked(session: Session, happened: Event) -> None:
    """A new version ends the asking about earlier ones, and is itself not approved yet."""
    design = happened.subject
    asked = sa.select(DesignApprovalRequest).where(
        DesignApprovalRequest.design_id == design.id, DesignApprovalRequest.status == S.PENDING
    )
    for request in session.scalars(asked.order_by(DesignApprovalRequest.id)).all():
        lock(request)
        if request.is_pending:
            request.supersede()
    settle_art_gate(session, design.job_id)


@on_verb(DesignApprovalRequest, "decide", "record_offline", "revoke", "expire", "find_altered")
def settle_after_an_answer(session: Session, happened: Event) -> None:
    """Pass or block the art gate of the job as its designs now stand."""
    if happened.subject.status == S.APPROVED and happened.verb != "find_altered":
        ring(session, "approved")
    if happened.verb == "find_altered" or not happened.subject.is_pending:
        settle_art_gate(session, happened.subject.job_id, altered=happened.verb == "find_altered")


@on_verb(DesignVersion, "request_approval")
def settle_while_asked(session: Session, happened: Event) -> None:
    """What the customer is asked about is not approved yet."""
    settle_art_gate(session, happened.subject.design.job_id)


def settle_art_gate(session: Session, job_id: str | None, *, altered: bool = False) -> None:
    """Pass the job's art gate when every design of it that was asked about is approved in its newest version.

    A waived gate stays waived, and that of a job without such designs is left to people. The gate is held first, so
    that of two designs approved at once the later answer sees the earlier one.
    """
    gate = _art_gate(session, job_id) if job_id else None
    if gate is None:
        return
    lock(gate)
    reasons = [ALTERED] if altered else why_not_approved(session, job_id or "")
    if reasons is None or gate.status == GateStatus.WAIVED:
        return
    with acting_as(SYSTEM):  # it follows from the answer: whoever gave it need not be one who passes gates
        if not reasons and gate.is_blocked:
            gate.mark_passed()
        elif reasons and gate.status == GateStatus.PASSED:
            gate.block("; ".join(reasons)[:500])
        elif reasons:
            gate.wait_for("; ".join(reasons)[:500])


ALTERED = "The stored file is not the one that was approved: upload it again and ask anew"


def _art_gate(session: Session, job_id: str) -> JobGate | None:
    return session.scalars(sa.select(JobGate).where(JobGate.job_id == job_id, JobGate.gate == "art")).first()


def why_not_approved(session: Session, job_id: str) -> list[str] | None:
    """What is not approved of the job's designs, as reasons; None when no version of them was ever asked about."""
    asked = sa.exists().where(DesignApprovalRequest.design_id == Design.id)
    mine = sa.select(Design).where(Design.job_id == job_id, Design.archived_at.is_(None), asked)
    designs = session.scalars(mine.order_by(Design.id)).all()
    return [reason for each in designs if (reason := _why_not(session, each))] if designs else None


def _why_not(session: Session, design: Design) -> str:
    version = design.newest_version()
    if version is None:
        return ""
    latest = sa.select(DesignApprovalRequest).where(DesignApprovalRequest.version_id == version.id)
    newest_first = latest.order_by(DesignApprovalRequest.id.desc()).limit(1)
    request = session.scalars(newest_first.execution_options(populate_existing=True)).first()
    if request is None:
        return f"{version} is not approved yet"
    return _TOLD[request.status].format(version=version)


_TOLD = {
    S.PENDING: "{version} waits for the customer’s approval",
    S.APPROVED: "",
    S.REJECTED: "The customer rejected {version}",
    S.CHANGES_REQUESTED: "The customer asked for changes of {version}",
    S.EXPIRED: "The customer did not answer about {version} in time",
    S.REVOKED: "{version} is not approved yet",
    S.SUPERSEDED: "{version} is not approved yet",
}
