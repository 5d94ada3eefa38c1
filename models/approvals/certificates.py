"""What a certificate says, and whether one that is shown to us is ours and still true.

The facts are sealed with a key of this installation: nobody else can make a certificate, or alter one, unnoticed.
"""

from __future__ import annotations

import datetime as dt
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import keys
from ..core.dates import full_moment
from .decisions import ApprovalDecision
from .life import ApprovalStatus
from .requests import DesignApprovalRequest

_PURPOSE: Final = "approval certificate"

LONGEST: Final = 200_000
"""Characters of a certificate in JSON; longer texts are none of ours."""


def certificate_of(request: DesignApprovalRequest) -> dict[str, Any]:
    """The certificate of an approved request as plain JSON values, with its `seal`."""
    facts = _facts(request)
    return facts | {"seal": seal_of(facts)}


def file_name_of(request: DesignApprovalRequest, ending: str) -> str:
    """What the file of its certificate is called, such as “approval-J-1068-v2.pdf”."""
    about = request.job.number if request.job else "design"
    return f"approval-{about}-v{request.design_version.number}.{ending}"


def _facts(request: DesignApprovalRequest) -> dict[str, Any]:
    version = request.design_version
    return {
        "certificate": request.id,
        "customer": request.customer.name,
        "job": f"{request.job.number} {request.job.title}" if request.job else None,
        "design": request.design.name,
        "version": version.number,
        "file": {"name": version.file_name, "bytes": version.file_size, "sha256": version.sha256},
        "whose_yes": request.rule.value,
        "approved_at": _utc(request.approved_at),
        "terms": request.terms,
        "decisions": [_decision(each) for each in request.decisions],
    }


def _decision(row: ApprovalDecision) -> dict[str, Any]:
    evidence = row.evidence_file
    return {
        "decision": row.decision.value,
        "signed": row.signature_name,
        "contact": row.contact.name,
        "email": row.contact.email,
        "at": _utc(row.decided_at),
        "ip_address": row.ip_address,
        "sha256": row.sha256,
        "checklist": row.checklist,
        "comment": row.comment,
        "recorded_by": row.recorded_by,
        "evidence": {"name": evidence.file_name, "sha256": evidence.sha256} if evidence else None,
    }


def _utc(at: dt.datetime | None) -> str | None:
    return at.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if at else None


def seal_of(facts: Mapping[str, Any]) -> str:
    """The seal of `facts` (HMAC-SHA256 in hex, of their JSON in the order of names): 64 characters."""
    canonical = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(keys.derive(_PURPOSE), canonical.encode(), "sha256").hexdigest()


def _is_sealed(facts: Mapping[str, Any], seal: str) -> bool:
    try:
        return hmac.compare_digest(seal.encode(), seal_of(facts).encode())
    except (ValueError, RecursionError):  # halves of characters, or too deep: nothing that we ever sealed
        return False


@dataclass(frozen=True)
class Verdict:
    """Whether a certificate is ours and true, in a sentence, and the request that it is about."""

    is_valid: bool
    sentence: str
    request: DesignApprovalRequest | None = None


def verify_text(session: Session, text: str) -> Verdict:
    """What is to be said of the certificate `text` (JSON)."""
    try:
        shown = json.loads(text) if len(text) <= LONGEST else None
    except (ValueError, RecursionError):
        shown = None
    if not isinstance(shown, dict) or not isinstance(shown.get("seal"), str):
        return Verdict(False, "This is no certificate of ours: it cannot be read.")
    facts = {name: value for name, value in shown.items() if name != "seal"}
    if not _is_sealed(facts, shown["seal"]):
        return Verdict(False, "This certificate was altered, or is not ours: its seal does not fit.")
    return _still_true(session, facts)


def _still_true(session: Session, facts: dict[str, Any]) -> Verdict:
    request = session.get(DesignApprovalRequest, str(facts.get("certificate", "")))
    if request is None or request.status != ApprovalStatus.APPROVED:
        return Verdict(False, "This certificate was ours, but its approval is not on record any more.")
    version = request.design_version
    known = {decision.sha256 for decision in request.decisions} | {version.sha256}
    if known != {facts["file"]["sha256"]}:
        return Verdict(False, "This certificate names another file than the approval on record.", request)
    at = f" on {full_moment(request.approved_at)}" if request.approved_at else ""
    return Verdict(True, f"This certificate is genuine: {version} was approved{at}.", request)


def verify_file(session: Session, sha256: str) -> Verdict:
    """What is to be said of a certificate's file, known by the hash of its bytes."""
    kept = sa.select(DesignApprovalRequest).where(
        DesignApprovalRequest.certificate.has(sha256=sha256),
        DesignApprovalRequest.status == ApprovalStatus.APPROVED,
    )
    request = session.scalars(kept.limit(1)).first()
    if request is None:
        return Verdict(False, "This is not a certificate as we made it: not one byte may differ.")
    return _still_true(session, _facts(request))


def uncertified(session: Session) -> list[str]:
    """Ids of approved requests whose certificate is not made yet, oldest first."""
    waiting = sa.select(DesignApprovalRequest.id).where(
        DesignApprovalRequest.status == ApprovalStatus.APPROVED,
        DesignApprovalRequest.certificate_id.is_(None),
    )
    return list(session.scalars(waiting.order_by(DesignApprovalRequest.id).limit(100)))
