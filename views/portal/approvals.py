"""Approving designs: what waits, the page of one request, its pictures and its artwork."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from flask import abort, url_for
from flask.typing import ResponseReturnValue

from models.approvals import ApprovalApprover, ApprovalStatus, ApproverStatus, DesignApprovalRequest
from models.core.base import db
from models.core.dates import short_deadline
from models.designs import DesignVersion

from ..files.sending import picture_of
from ..proofs import has_picture
from .approval_page import picture_url, versions_asked_about
from .approval_words import standing
from .deciding import drawn
from .door import VIEWER, page
from .downloads import fetched
from .frame import Waiting, render, waiting
from .visitor import Visitor, theirs, visitor

MOST_LISTED: Final = 100
MOST_WAITING: Final = 10


@page("/approvals/<pk>", who=VIEWER)
def show(pk: str) -> ResponseReturnValue:
    """The request: versions, notes, checks and the decision."""
    return drawn(theirs(DesignApprovalRequest, pk))


@page("/approvals/<pk>/versions/<number>/picture", who=VIEWER)
def picture(pk: str, number: str) -> ResponseReturnValue:
    """A version's preview. It never changes, so that the browser keeps it."""
    file = _version(theirs(DesignApprovalRequest, pk), number).file
    return picture_of(file, "preview") if file is not None else abort(404)


@page("/approvals/<pk>/versions/<number>/download", who=VIEWER)
def artwork(pk: str, number: str) -> ResponseReturnValue:
    """A version's file, as the artist made it."""
    file = _version(theirs(DesignApprovalRequest, pk), number).file
    return fetched(file) if file is not None else abort(404)


def _version(asked: DesignApprovalRequest, number: str) -> DesignVersion:
    """A version that the customer was asked about; 404 for one that they never were."""
    known = (each for each in versions_asked_about(db.session(), asked) if str(each.number) == number)
    return next(known, None) or abort(404)


@page("/approvals/", who=VIEWER)
def everything() -> ResponseReturnValue:
    """What waits for an answer, and what was asked before."""
    mine = sa.select(DesignApprovalRequest).where(
        DesignApprovalRequest.customer_id == visitor().customer_id,
        DesignApprovalRequest.status != ApprovalStatus.REVOKED,
    )
    found = db.session.scalars(mine.order_by(DesignApprovalRequest.id.desc()).limit(MOST_LISTED))
    listed = [(each, *standing(each)) for each in found]
    return render(
        "portal/approvals.html",
        open=[each for each in listed if each[0].is_pending],
        past=[each for each in listed if not each[0].is_pending],
        most=MOST_LISTED,
    )


@waiting
def what_waits(inside: Visitor) -> list[Waiting]:
    """The designs that the visitor is asked to approve, those due first at the head."""
    asked = (
        sa.select(DesignApprovalRequest)
        .join(ApprovalApprover, ApprovalApprover.request_id == DesignApprovalRequest.id)
        .where(
            DesignApprovalRequest.customer_id == inside.customer_id,
            DesignApprovalRequest.status == ApprovalStatus.PENDING,
            ApprovalApprover.contact_id == inside.contact.id,
            ApprovalApprover.status == ApproverStatus.ASKED,
        )
        .order_by(DesignApprovalRequest.due_date, DesignApprovalRequest.id)
    )
    return [_waiting(each) for each in db.session.scalars(asked.limit(MOST_WAITING))]


def _waiting(asked: DesignApprovalRequest) -> Waiting:
    version = asked.design_version
    about = f"{asked.job.title} ({asked.job.number})" if asked.job else asked.design.name
    what = f"Version {version.number} of {asked.design.name} is ready for you to look at."
    return Waiting(
        kind="approval",
        headline=f"Approve the design for {about}",
        sentence=version.what_changed or what,
        picture_url=picture_url(asked, version) if has_picture(version) else "",
        due=f"Answer by {short_deadline(asked.due_date)}. We print nothing before you say yes.",
        url=url_for("portal.approvals_show", pk=asked.id),
        button="Look and decide",
    )
