"""What a design's own page shows besides what every row's page does: pictures, notes, the asking, the answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import sqlalchemy as sa
from flask import url_for
from sqlalchemy.orm import joinedload, selectinload

from models.approvals import ApprovalApprover, ApprovalStatus, ApproverStatus, DesignApprovalRequest
from models.core.base import db
from models.core.dates import full_moment, short_moment
from models.core.labels import choice_label, label
from models.designs import Design, DesignVersion
from models.files import CustomerFile, FileStatus

from ..core.access.person import is_granted, staff
from ..core.pages.show_page import Tab
from ..core.pages.verb_buttons import VerbButtons
from ..proofs import Reader, compared, panes_of, threads_of, told

S = ApprovalStatus
A = ApproverStatus

_MOST_VERSIONS: Final = 50
_MOST_FILES: Final = 30

LIVE: Final = (
    "designs,design_versions,design_approval_requests,approval_approvers,approval_checks,"
    "approval_decisions,approval_comments"
)
"""The tables of which the open page is told."""

_HUES: Final = {
    S.PENDING: "amber",
    S.APPROVED: "green",
    S.REJECTED: "red",
    S.CHANGES_REQUESTED: "orange",
}


@dataclass(frozen=True)
class Standing:
    """How the newest version stands with the customer: a word, its hue, and a sentence."""

    word: str
    hue: str
    sentence: str


def parts_of(design: Design, shown: dict[str, Any]) -> dict[str, Any]:
    """The values of `designs/show.html`; a constant number of statements."""
    versions = _versions(design)
    newest = versions[-1] if versions else None
    request = _request(newest)
    user = staff()
    threads = threads_of(db.session(), design, Reader(staff_user_id=user.id if user else None))
    may_write = is_granted("can_add_version", "designs")
    asks = newest is not None and (request is None or request.status not in (S.PENDING, S.APPROVED))
    return {
        "newest": newest,
        "verbs": _without_forms_of_their_own(shown["verbs"]),
        "standing": _standing(newest, request),
        "request": request,
        "people": [_person(each) for each in request.approvers] if request else [],
        "answers": [_answer(each) for each in request.decisions] if request else [],
        "panes": _panes(versions, threads, may_write) if newest else [],
        "threads": threads,
        "notes_told": told(threads),
        "may_write": may_write,
        "may_ask": asks and is_granted("can_request_approval", "design_versions"),
        "may_record": _is_pending(request) and is_granted("can_record_offline", "design_approval_requests"),
        "may_revoke": _is_pending(request) and is_granted("can_revoke", "design_approval_requests"),
        "leads": _leading(newest, request, may_write),
        "files": _files(design) if may_write else [],
        "live": LIVE,
        "here": url_for("DesignScreen.show", pk=design.id),
        "tabs": [*([Tab("said", "Notes", str(len(threads)))] if newest else []), *shown["tabs"]],
        "moment": full_moment,
        "choice_label": choice_label,
        "label": label,
    }


def _without_forms_of_their_own(verbs: VerbButtons) -> VerbButtons:
    """The buttons but for what the page has a form for."""
    return replace(verbs, others=[each for each in verbs.others if each.name != "add_version"])


def _versions(design: Design) -> list[DesignVersion]:
    """The newest versions with their files, oldest first."""
    mine = sa.select(DesignVersion).where(DesignVersion.design_id == design.id)
    newest_first = mine.options(joinedload(DesignVersion.file)).order_by(DesignVersion.number.desc())
    return list(db.session.scalars(newest_first.limit(_MOST_VERSIONS)))[::-1]


def _request(version: DesignVersion | None) -> DesignApprovalRequest | None:
    """The latest asking about `version`, with who is asked and what they answered."""
    if version is None:
        return None
    asked = sa.select(DesignApprovalRequest).where(DesignApprovalRequest.version_id == version.id)
    whole = (
        selectinload(DesignApprovalRequest.approvers).joinedload(ApprovalApprover.contact),
        selectinload(DesignApprovalRequest.checks),
        selectinload(DesignApprovalRequest.decisions),
    )
    latest = asked.options(*whole).order_by(DesignApprovalRequest.id.desc()).limit(1)
    return db.session.scalars(latest).first()


def _files(design: Design) -> list[CustomerFile]:
    """Checked files of the customer that a version can be made of, the newest first."""
    mine = sa.select(CustomerFile).where(
        CustomerFile.customer_id == design.customer_id, CustomerFile.status == FileStatus.AVAILABLE
    )
    return list(db.session.scalars(mine.order_by(CustomerFile.id.desc()).limit(_MOST_FILES)))


def _is_pending(request: DesignApprovalRequest | None) -> bool:
    return request is not None and request.is_pending


def _leading(newest: DesignVersion | None, request: DesignApprovalRequest | None, may_write: bool) -> str:
    """The one deed that the page puts first: "add" a version, "ask" about it, or nothing."""
    if not may_write or (request is not None and request.status in (S.PENDING, S.APPROVED)):
        return ""
    answered = request is not None and request.status in (S.REJECTED, S.CHANGES_REQUESTED)
    return "add" if newest is None or answered else "ask"


def _standing(version: DesignVersion | None, request: DesignApprovalRequest | None) -> Standing:
    if version is None:
        return Standing("No version yet", "grey", "Upload a file and add it as the first version.")
    if request is None:
        return Standing("Not asked yet", "grey", f"Nobody was asked about version {version.number}.")
    word = {S.PENDING: "Waits for the customer"}.get(request.status, choice_label(request.status))
    at = request.closed_at or request.created_at
    sentence = f"Version {version.number}, {short_moment(at)}."
    if request.is_pending:
        sentence = f"Version {version.number}: the answer is due {full_moment(request.due_date)}."
    return Standing(word, _HUES.get(request.status, "grey"), sentence)


@dataclass(frozen=True)
class Person:
    """One who is asked: who, what they have answered so far, and since when."""

    id: str
    name: str
    word: str
    when: str
    may_answer: bool


def _person(approver: ApprovalApprover) -> Person:
    word = {A.ASKED: "has not answered yet", A.WAITING: "is asked later"}.get(
        approver.status, label(approver.status)
    )
    at = approver.answered_at or approver.asked_at
    return Person(
        approver.contact_id,
        str(approver.contact),
        word,
        full_moment(at) if at else "",
        approver.status == A.ASKED,
    )


@dataclass(frozen=True)
class Answer:
    """One decision as the page tells it."""

    url: str
    word: str
    who: str
    when: str
    comment: str
    how: str


def _answer(decision: Any) -> Answer:
    recorded = (
        f"recorded by {decision.recorded_by}" if decision.recorded_by else f"from {decision.ip_address}"
    )
    return Answer(
        url_for("ApprovalDecisionScreen.show", pk=decision.id),
        choice_label(decision.decision),
        decision.signature_name,
        full_moment(decision.decided_at),
        decision.comment or "",
        recorded,
    )


def _panes(versions: list[DesignVersion], threads: list[Any], may_write: bool) -> list[Any]:
    shown = compared(versions[-1], versions, None)
    return panes_of(shown, threads, _picture, takes_notes=may_write)


def _picture(version: DesignVersion) -> str:
    return url_for("CustomerFileScreen.preview", pk=version.file_id)
