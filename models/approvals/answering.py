"""Answering a request: who may, what they must have ticked, and what their answer makes of it.

The request's row is held while this runs, so that two answers at once are one after the other.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

import sqlalchemy as sa

from ..core.actor import current_actor
from ..core.base import new_id, session_of
from ..core.dates import short_moment
from ..core.errors import NotAllowed, RuleBroken
from ..files import CustomerFile, FileStatus
from .approvers import ApprovalApprover
from .checks import ApprovalCheck
from .decisions import ApprovalDecision
from .life import ANSWERED, ApprovalStatus, ApproverStatus, Decision, outcome
from .requests import DesignApprovalRequest
from .workflows import may_approve

A = ApproverStatus
S = ApprovalStatus

_ENDED: Final = {
    S.APPROVED: "Nothing was changed: version {number} was approved{at}.",
    S.REJECTED: "Nothing was changed: version {number} was rejected{at}.",
    S.CHANGES_REQUESTED: "Nothing was changed: changes of version {number} were requested{at}.",
    S.EXPIRED: "Nothing was changed: this request expired{at}. Write to the shop to be asked again.",
    S.REVOKED: "Nothing was changed: the shop took this request back{at}.",
    S.SUPERSEDED: "Nothing was changed: a newer version took the place of version {number}{at}. Decide on that one.",
}


def why_closed(request: DesignApprovalRequest) -> str:
    """Why nobody can answer `request` any more, as a sentence; empty while it waits."""
    if request.status == S.PENDING:
        return ""
    at = f" ({short_moment(request.closed_at)})" if request.closed_at else ""
    return _ENDED[request.status].format(number=request.design_version.number, at=at)


def answer(
    request: DesignApprovalRequest,
    contact_id: str,
    decision: Decision,
    signature_name: str,
    *,
    ticked: Collection[str],
    comment: str,
    ip_address: str | None,
) -> ApprovalStatus:
    """The approver's own answer; returns what it makes of the request."""
    approver = _approver(request, contact_id)
    _refuse_what_is_unsaid(decision, signature_name, comment)
    shown = _shown(request, ticked)
    if decision == Decision.APPROVED:
        _refuse_gaps(shown)
    row = _decision(request, approver, decision, signature_name, comment)
    row.checklist, row.ip_address = shown, ip_address
    return _settle(request, approver, row)


def answer_with_evidence(
    request: DesignApprovalRequest,
    contact_id: str,
    decision: Decision,
    signature_name: str,
    evidence_file_id: str,
    comment: str,
) -> ApprovalStatus:
    """An answer that staff record for an approver; returns what it makes of the request."""
    approver = _approver(request, contact_id)
    _refuse_what_is_unsaid(decision, signature_name, comment)
    evidence = session_of(request).get(CustomerFile, evidence_file_id)
    if evidence is None or evidence.customer_id != request.customer_id:
        raise RuleBroken("Nothing was recorded: the customer has no such file. Upload the evidence first.")
    if evidence.status != FileStatus.AVAILABLE:
        raise RuleBroken(
            f"Nothing was recorded: {evidence} has not passed its checks. Wait, or upload another."
        )
    shown = _shown(request, ())
    row = _decision(request, approver, decision, signature_name, comment)
    row.checklist, row.evidence_file = shown, evidence
    row.recorded_by = current_actor().name
    return _settle(request, approver, row)


def _approver(request: DesignApprovalRequest, contact_id: str) -> ApprovalApprover:
    """The approver whose turn it is, read anew; RuleBroken when it is not."""
    mine = sa.select(ApprovalApprover).where(
        ApprovalApprover.request_id == request.id, ApprovalApprover.contact_id == contact_id
    )
    approver = session_of(request).scalars(mine.execution_options(populate_existing=True)).first()
    if approver is None or not may_approve(approver.contact):
        raise NotAllowed("Nothing was changed: this is for somebody else at your company to decide.")
    if approver.status == A.WAITING:
        before = ", ".join(str(each.contact) for each in request.unanswered() if each.status == A.ASKED)
        raise RuleBroken(f"Nothing was changed: {before} answers first. You get a mail when it is your turn.")
    if approver.status != A.ASKED:
        told = ANSWERED[approver.status].format(number=request.design_version.number)
        raise RuleBroken(f"Nothing was changed: {approver.contact} {told} already.")
    return approver


def _refuse_what_is_unsaid(decision: Decision, signature_name: str, comment: str) -> None:
    if len(signature_name.strip()) < 2:
        raise RuleBroken("Nothing was changed: type your full name to sign.")
    if decision == Decision.CHANGES_REQUESTED and not comment.strip():
        raise RuleBroken("Nothing was changed: say what should change.")


def _shown(request: DesignApprovalRequest, ticked: Collection[str]) -> list[dict[str, Any]]:
    """The checklist as it stands, with what was ticked; RuleBroken when a ticked check has changed meanwhile."""
    mine = (
        sa.select(ApprovalCheck)
        .where(ApprovalCheck.request_id == request.id)
        .order_by(ApprovalCheck.position)
    )
    checks = list(session_of(request).scalars(mine.execution_options(populate_existing=True)))
    marks = {check.mark for check in checks}
    ticked_before = {mark.partition(".")[0] for mark in ticked if mark not in marks}
    for check in checks:
        if check.id in ticked_before:
            raise RuleBroken(
                f"Nothing was changed: “{check.name}” now says “{check.value}”. Look at it again and tick it."
            )
    return [{"name": c.name, "value": c.value, "ticked": c.mark in ticked} for c in checks]


def _refuse_gaps(shown: list[dict[str, Any]]) -> None:
    gaps = [check["name"] for check in shown if not check["ticked"]]
    if gaps:
        named = ", ".join(f"“{name}”" for name in gaps)
        raise RuleBroken(f"Nothing was approved: check and tick {named} first.")


def _decision(
    request: DesignApprovalRequest,
    approver: ApprovalApprover,
    decision: Decision,
    signature_name: str,
    comment: str,
) -> ApprovalDecision:
    version = request.design_version
    return ApprovalDecision(
        id=new_id(),
        request=request,
        version=version,
        contact=approver.contact,
        decision=decision,
        signature_name=" ".join(signature_name.split()),
        version_number=version.number,
        file_name=version.file_name,
        sha256=version.sha256,
        terms=request.terms,
        comment=comment.strip() or None,
    )


def _settle(
    request: DesignApprovalRequest, approver: ApprovalApprover, row: ApprovalDecision
) -> ApprovalStatus:
    session = session_of(request)
    session.add(row)
    approver.answer(row.decision)
    session.flush()
    status = outcome(request.rule, _answers(request))
    if status != S.PENDING:
        request.conclude(status, row.comment)
    else:
        _ask_who_is_next(request)
    return status


def _answers(request: DesignApprovalRequest) -> list[ApproverStatus]:
    answers = sa.select(ApprovalApprover.status).where(ApprovalApprover.request_id == request.id)
    return list(session_of(request).scalars(answers))


def _ask_who_is_next(request: DesignApprovalRequest) -> None:
    """In a sequence: those at the next place, once nobody at an earlier one is asked any more."""
    waiting = request.unanswered()
    if any(each.status == A.ASKED for each in waiting) or not waiting:
        return
    for approver in waiting:
        if approver.position == waiting[0].position:
            approver.ask()
