"""Whom approvals tell, and of what: approvers when it is their turn, the shop when they have answered."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import Role
from sqlalchemy.orm import Session

from ..core.events import Event, Fact, on_fact, on_verb
from ..core.roles import ARTIST, MANAGER, OFFICE
from ..customers import CustomerContact
from ..notifications import CustomerEvent, queue_mail, tell_contact, tell_staff
from ..people import StaffUser
from .approvers import ApprovalApprover
from .comments import ApprovalComment
from .life import ApprovalStatus
from .requests import DesignApprovalRequest

S = ApprovalStatus

_ANSWERS: Final = {
    S.APPROVED: "{who} approved {version}.",
    S.REJECTED: "{who} rejected {version}.",
    S.CHANGES_REQUESTED: "{who} asked for changes of {version}.",
}


def page_of(request: DesignApprovalRequest) -> str:
    """The path of the request's page in the portal."""
    return f"/portal/approvals/{request.id}"


@on_verb(ApprovalApprover, "ask")
def tell_whose_turn_it_is(session: Session, happened: Event) -> None:
    """Mail an approver that a version waits for them."""
    text = "{version} waits for your approval."
    _tell_approver(
        session,
        happened.subject,
        CustomerEvent.DESIGN_APPROVAL_REQUEST,
        text,
        f"approval:{happened.subject.id}",
    )


@on_verb(ApprovalApprover, "remind")
def tell_again(session: Session, happened: Event) -> None:
    """Mail an approver that their answer is still missing."""
    text, stage = "{version} still waits for your approval.", happened.details["stage"]
    key = f"approval:{happened.subject.id}:{stage}"
    _tell_approver(session, happened.subject, CustomerEvent.DESIGN_APPROVAL_REMINDER, text, key)


def _tell_approver(
    session: Session, approver: ApprovalApprover, event: CustomerEvent, text: str, dedup_key: str
) -> None:
    request = approver.request
    tell_contact(
        session,
        approver.contact,
        event,
        text=text.format(version=request.design_version),
        path=page_of(request),
        dedup_key=dedup_key,
        data={"approver_id": approver.id},
        job=request.job,
    )


@on_verb(DesignApprovalRequest, "decide", "record_offline")
def tell_of_the_answer(session: Session, happened: Event) -> None:
    """Tell the shop, and those who need not answer any more. A mail goes to the artist when there is work to do."""
    request = happened.subject
    if request.status not in _ANSWERS:
        return
    text = _ANSWERS[request.status].format(who=_last_signature(request), version=request.design_version)
    tell_staff(session, {ARTIST}, text, f"/designs/show/{request.design_id}")
    if request.status != S.APPROVED:
        _mail_the_artist(session, request)
        _tell_everybody_asked(session, request, text)


@on_fact(ApprovalComment)
def tell_of_a_note(session: Session, facts: list[Fact]) -> None:
    """Tell the artists what a customer wrote on a design."""
    for fact in facts:
        note = session.get(ApprovalComment, fact.id) if fact.kind == "new" else None
        if note is not None and note.contact_id is not None:
            text = f"{note.author_name} wrote on {note.design_version}: {note.body[:200]}"
            tell_staff(session, {ARTIST}, text, f"/designs/show/{note.design_id}")


@on_verb(DesignApprovalRequest, "certify")
def tell_of_the_certificate(session: Session, happened: Event) -> None:
    """Mail everybody who was asked that it is approved, and where the certificate is."""
    request = happened.subject
    text = _ANSWERS[S.APPROVED].format(who=_last_signature(request), version=request.design_version)
    _tell_everybody_asked(session, request, text)


@on_verb(DesignApprovalRequest, "expire")
def tell_of_the_silence(session: Session, happened: Event) -> None:
    """Tell the shop that nobody answered in time."""
    request = happened.subject
    text = (
        f"{request.customer} did not answer about {request.design_version} in time. Ask again, or call them."
    )
    tell_staff(session, {ARTIST, OFFICE}, text, f"/designs/show/{request.design_id}")


@on_verb(DesignApprovalRequest, "find_altered")
def tell_of_the_altered_file(session: Session, happened: Event) -> None:
    """Tell the shop that what is stored is not what was approved."""
    request = happened.subject
    text = (
        f"The stored file of {request.design_version} is not the one that was approved: do not print it. "
        "Restore it from a backup, or add it as a new version and ask again."
    )
    tell_staff(session, {ARTIST, MANAGER}, text, f"/designs/show/{request.design_id}")


def _last_signature(request: DesignApprovalRequest) -> str:
    return request.decisions[-1].signature_name if request.decisions else "The customer"


def _tell_everybody_asked(session: Session, request: DesignApprovalRequest, text: str) -> None:
    for approver in request.approvers:
        if approver.asked_at is not None:
            _tell_decided(session, request, approver.contact, text)


def _tell_decided(
    session: Session, request: DesignApprovalRequest, contact: CustomerContact, text: str
) -> None:
    tell_contact(
        session,
        contact,
        CustomerEvent.DESIGN_APPROVAL_DECIDED,
        text=text,
        path=page_of(request),
        dedup_key=f"approval_decided:{request.id}",
        data={"request_id": request.id},
        job=request.job,
    )


def _mail_the_artist(session: Session, request: DesignApprovalRequest) -> None:
    """Who asked; when that was no person of the shop, every artist."""
    asker = session.get(StaffUser, request.requested_by_id) if request.requested_by_id else None
    for user in [asker] if asker and asker.active else _artists(session):
        if user.email:
            key = f"design_answered:{request.id}:{user.id}"
            queue_mail(session, "design_answered", user.email, {"request_id": request.id}, key)


def _artists(session: Session) -> list[Any]:
    artists = (
        sa.select(StaffUser).join(StaffUser.roles).where(Role.name == ARTIST, StaffUser.active.is_(True))
    )
    return list(session.scalars(artists.order_by(StaffUser.id)))
