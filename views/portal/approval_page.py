"""A request to approve a version as its customer sees it: plain values for the page, made by one function."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from flask import url_for
from sqlalchemy.orm import Session

from models.approvals import ApprovalDecision, ApprovalStatus, ApproverStatus, DesignApprovalRequest
from models.core.dates import short_moment
from models.designs import DesignVersion

from ..proofs import Pane, Reader, Thread, compared, panes_of, threads_of, told
from .approval_words import did, notice_of, standing, waits_for, why_not
from .visitor import Visitor

S = ApprovalStatus
A = ApproverStatus


@dataclass(frozen=True)
class Check:
    """One thing to check, the mark that its tick sends, and whether it is or was ticked."""

    mark: str
    name: str
    value: str
    ticked: bool


@dataclass(frozen=True)
class Answer:
    """What somebody decided: who, what, when, and what they said to it."""

    who: str
    did: str
    when: str
    comment: str


@dataclass(frozen=True)
class Artwork:
    """The version that is asked about, its pictures beside those of the version `before`, and its file."""

    number: int
    panes: list[Pane]
    others: list[tuple[int, str]]
    before: int | None
    download_url: str
    what_changed: str
    file_name: str
    sha256: str

    @property
    def fingerprint(self) -> str:
        """The beginning and the end of the file's hash, such as “9f2c 41d8 … e07b”."""
        return f"{self.sha256[:4]} {self.sha256[4:8]} … {self.sha256[-4:]}" if self.sha256 else ""


@dataclass(frozen=True)
class Deciding:
    """What is to be decided or was. `may_decide` says whether the visitor is asked; `why_not`, why not."""

    checks: list[Check]
    terms: str
    is_pending: bool
    may_decide: bool
    why_not: str
    waits_for: str
    answers: list[Answer]
    certificate: bool
    is_approved: bool

    @property
    def checked(self) -> str:
        """Such as “4 of 5”."""
        return f"{sum(check.ticked for check in self.checks)} of {len(self.checks)}"


@dataclass(frozen=True)
class Page:
    """All that the page shows. `may_write` says whether the visitor is offered to add notes."""

    id: str
    title: str
    job_url: str
    about: str
    hue: str
    word: str
    notice: str
    newer_url: str
    message: str
    artwork: Artwork
    threads: list[Thread]
    told: str
    may_write: bool
    decision: Deciding


def page_of(
    session: Session, request: DesignApprovalRequest, visitor: Visitor, *, beside: int | None = None
) -> Page:
    """What `visitor` sees of `request` now, its version compared with version `beside`, else the one before it."""
    known = versions_asked_about(session, request)
    asked_about = {each.number for each in known}
    told_of = threads_of(session, request.design, Reader(contact_id=_self(visitor)))
    threads = [thread for thread in told_of if thread.version in asked_about]
    may_write = visitor.may_decide and request.status not in (S.REVOKED, S.SUPERSEDED)
    hue, word = standing(request)
    return Page(
        id=request.id,
        title=request.job.title if request.job else request.design.name,
        job_url=f"/portal/jobs/{request.job_id}" if request.job_id else "",
        about=_about(request),
        hue=hue,
        word=word,
        notice=notice_of(request),
        newer_url=_newer(session, request),
        message=request.message or "",
        artwork=_artwork(request, known, beside, threads, may_write=may_write),
        threads=threads,
        told=told(threads),
        may_write=may_write,
        decision=_decision(request, visitor),
    )


def _artwork(
    request: DesignApprovalRequest,
    known: list[DesignVersion],
    beside: int | None,
    threads: list[Thread],
    *,
    may_write: bool,
) -> Artwork:
    version = request.design_version
    shown = compared(version, known, beside)
    return Artwork(
        number=version.number,
        panes=panes_of(shown, threads, lambda each: picture_url(request, each), takes_notes=may_write),
        others=[(v.number, short_moment(v.created_at)) for v in known if v.number < version.number],
        before=shown[0].number if len(shown) > 1 else None,
        download_url=url_for("portal.approvals_artwork", pk=request.id, number=version.number),
        what_changed=version.what_changed or "",
        file_name=version.file_name,
        sha256=version.sha256 or "",
    )


def _decision(request: DesignApprovalRequest, visitor: Visitor) -> Deciding:
    mine = _approver(request, visitor)
    may_decide = visitor.may_decide and request.is_pending and mine == A.ASKED
    return Deciding(
        checks=_checks(request, visitor),
        terms=request.terms,
        is_pending=request.is_pending,
        may_decide=may_decide,
        why_not="" if may_decide else why_not(request, visitor, mine),
        waits_for=waits_for(request, visitor),
        answers=[_answer(each, visitor) for each in request.decisions],
        certificate=request.certificate_id is not None,
        is_approved=request.status == S.APPROVED,
    )


def versions_asked_about(session: Session, request: DesignApprovalRequest) -> list[DesignVersion]:
    """The versions of the request's design that the customer was ever asked about, the first one first."""
    asked = sa.exists().where(DesignApprovalRequest.version_id == DesignVersion.id)
    mine = sa.select(DesignVersion).where(DesignVersion.design_id == request.design_id, asked)
    return list(session.scalars(mine.order_by(DesignVersion.number)))


def picture_url(request: DesignApprovalRequest, version: DesignVersion) -> str:
    """Where the customer sees `version`: the picture never changes, so that its address need not."""
    return url_for("portal.approvals_picture", pk=request.id, number=version.number)


def _self(visitor: Visitor) -> str | None:
    return None if visitor.read_only else visitor.contact.id


def _approver(request: DesignApprovalRequest, visitor: Visitor) -> ApproverStatus | None:
    return next((each.status for each in request.approvers if each.contact_id == visitor.contact.id), None)


def _about(request: DesignApprovalRequest) -> str:
    job = request.job
    pieces = sum(item.quantity for item in job.items) if job else 0
    parts = [job.number if job else "", f"{pieces:,} piece{'' if pieces == 1 else 's'}" if pieces else ""]
    return " · ".join(filter(None, [*parts, request.design.name if job else ""]))


def _newer(session: Session, request: DesignApprovalRequest) -> str:
    """Where the newest request about the design is; empty when it is this one."""
    mine = sa.select(DesignApprovalRequest.id).where(
        DesignApprovalRequest.design_id == request.design_id, DesignApprovalRequest.status != S.REVOKED
    )
    newest = session.scalar(mine.order_by(DesignApprovalRequest.id.desc()).limit(1))
    return url_for("portal.approvals_show", pk=newest) if newest and newest > request.id else ""


def _checks(request: DesignApprovalRequest, visitor: Visitor) -> list[Check]:
    """The checklist; what was decided shows what was ticked then."""
    own = [each for each in request.decisions if each.contact_id == visitor.contact.id]
    decided = next(iter(own or ([] if request.is_pending else request.decisions)), None)
    if decided is not None:
        return [Check("", each["name"], each["value"], bool(each["ticked"])) for each in decided.checklist]
    return [Check(each.mark, each.name, each.value, ticked=False) for each in request.checks]


def _answer(decision: ApprovalDecision, visitor: Visitor) -> Answer:
    own = decision.contact_id == visitor.contact.id and not visitor.read_only
    signed = "" if own else f" (signed {decision.signature_name})"
    who = "You" if own else decision.contact.name
    return Answer(who, f"{did(decision)}{signed}", short_moment(decision.decided_at), decision.comment or "")
