"""What a customer reads of a request to approve: where it stands, why one cannot decide, whose answer is missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from models.approvals import ApprovalDecision, ApprovalStatus, ApproverStatus, DesignApprovalRequest, Rule
from models.approvals.life import ANSWERED
from models.core import clock
from models.core.dates import short_deadline, short_moment

from .visitor import Visitor

S = ApprovalStatus
A = ApproverStatus

STANDING: Final = {
    S.APPROVED: ("done", "Approved"),
    S.REJECTED: ("ended", "Rejected"),
    S.CHANGES_REQUESTED: ("preparing", "Changes requested"),
    S.EXPIRED: ("ended", "Expired"),
    S.REVOKED: ("ended", "Taken back"),
    S.SUPERSEDED: ("ended", "Replaced"),
}
"""The hue and the word of each end of a request."""

_ENDED: Final = {
    S.APPROVED: "Version {number} is approved. We print this file and no other.",
    S.REJECTED: "Version {number} was rejected. We write to you before we go on.",
    S.CHANGES_REQUESTED: "Your wishes are with the artist. You are asked again when the next version is ready.",
    S.EXPIRED: "Nobody answered in time, so this request has ended. Write to us to be asked again.",
    S.REVOKED: "We took this request back: there is nothing to decide here.",
    S.SUPERSEDED: "A newer version took the place of version {number}. Nobody can decide on this one any more.",
}


def standing(request: DesignApprovalRequest) -> tuple[str, str]:
    """Where it stands: the hue and the words of its pill."""
    if not request.is_pending:
        hue, word = STANDING[request.status]
        at = f" {short_moment(request.closed_at)}" if request.closed_at else ""
        return hue, f"{word}{at}"
    if request.due_date <= clock.now():
        return "late", f"Answer was due {short_deadline(request.due_date)}"
    return "preparing", f"Answer by {short_deadline(request.due_date)}"


def notice_of(request: DesignApprovalRequest) -> str:
    """What its end means; empty while it waits for an answer."""
    return "" if request.is_pending else _ENDED[request.status].format(number=request.design_version.number)


def why_not(request: DesignApprovalRequest, visitor: Visitor, mine: ApproverStatus | None) -> str:
    """Why a pending request is not for `visitor` to decide, whose own place in it is `mine`."""
    if not request.is_pending:
        return ""
    if visitor.read_only:
        return f"You are looking as {visitor.contact.name}. Only {visitor.contact.name} decides here."
    if mine in ANSWERED:
        return f"You {ANSWERED[mine].format(number=request.design_version.number)}."
    asked = _names(each.contact.name for each in request.approvers if each.status == A.ASKED)
    if mine == A.WAITING:
        return f"{asked} answers first. You get a mail when it is your turn."
    return f"{asked} is asked to decide." if asked else ""


def waits_for(request: DesignApprovalRequest, visitor: Visitor) -> str:
    """Whose answer is missing besides the visitor's; empty when nobody's is."""
    others = [
        each.contact.name
        for each in request.approvers
        if each.status in (A.ASKED, A.WAITING) and each.contact_id != visitor.contact.id
    ]
    if not others or not request.is_pending:
        return ""
    if request.rule in (Rule.ALL_OF, Rule.IN_SEQUENCE):
        have = "has" if len(others) == 1 else "have"
        return f"{_names(others)} {have} to approve too and {have} not answered yet."
    return f"{_names(others)} can answer instead of you."


def _names(names: Iterable[str]) -> str:
    told = list(names)
    return f"{', '.join(told[:-1])} and {told[-1]}" if len(told) > 1 else "".join(told)


def did(decision: ApprovalDecision) -> str:
    """What somebody decided, such as “approved version 2”."""
    return ANSWERED[A(decision.decision.value)].format(number=decision.version_number)
