"""Asking about a version: what makes a request, and who is asked first."""

from __future__ import annotations

import datetime as dt
from typing import Final

import sqlalchemy as sa

from ..core import clock
from ..core.actor import current_actor
from ..core.base import new_id, session_of
from ..core.errors import RuleBroken
from ..core.labels import label
from ..designs import DesignVersion
from ..files import FileStatus
from .approvers import ApprovalApprover
from .checks import checks_for
from .life import ApprovalStatus
from .requests import DesignApprovalRequest
from .workflows import ApprovalWorkflow, approvers_of, workflow_for

_CLOSING_TIME: Final = dt.time(17, 0)


def open_request(
    version: DesignVersion, *, message: str, due_date: dt.datetime | None, workflow_id: str
) -> DesignApprovalRequest:
    """Make the request with its checks and approvers, and ask those whose turn it is. The design must be held."""
    _refuse_what_cannot_be_asked(version)
    design = version.design
    workflow = workflow_for(design, workflow_id)
    due = due_date or _due(workflow)
    if due <= clock.now():
        raise RuleBroken("Nobody was asked: the answer would be due in the past. Choose a later time.")
    actor = current_actor()
    checks, places = checks_for(design), approvers_of(workflow, design)
    request = DesignApprovalRequest(
        id=new_id(),
        design=design,
        design_version=version,
        customer=design.customer,
        job=design.job,
        workflow=workflow,
        rule=workflow.rule,
        message=message or None,
        terms=workflow.terms,
        requested_by=actor.name,
        requested_by_id=int(actor.reference) if actor.kind == "staff" and actor.reference else None,
        due_date=due,
        expires_at=_expiry(workflow, due),
    )
    request.checks = checks
    session_of(version).add(request)
    _invite(request, places)
    return request


def _refuse_what_cannot_be_asked(version: DesignVersion) -> None:
    design, newest = version.design, version.design.newest_version()
    if design.archived_at is not None:
        raise RuleBroken(f"Nobody was asked: {design} is archived. Bring it back first.")
    if newest is not None and newest.id != version.id:
        raise RuleBroken(f"Nobody was asked: {newest} took the place of {version}. Ask about that one.")
    if version.file is None or version.file.status != FileStatus.AVAILABLE:
        raise RuleBroken(
            f"Nobody was asked: {version} has no file that passed its checks. Add a version with one."
        )
    known = _settled_already(version)
    if known is not None:
        raise RuleBroken(f"Nobody was asked: {version} is {label(known)} already.")


def _settled_already(version: DesignVersion) -> ApprovalStatus | None:
    asked = sa.select(DesignApprovalRequest.status).where(
        DesignApprovalRequest.version_id == version.id,
        DesignApprovalRequest.status.in_([ApprovalStatus.PENDING, ApprovalStatus.APPROVED]),
    )
    return session_of(version).scalar(asked.limit(1))


def _due(workflow: ApprovalWorkflow) -> dt.datetime:
    """When the shop closes, so many days from now; tomorrow when that is over for today."""
    day = clock.shop_day() + dt.timedelta(days=workflow.days_to_answer)
    due = clock.aware(dt.datetime.combine(day, _CLOSING_TIME))
    return due if due > clock.now() else due + dt.timedelta(days=1)


def _expiry(workflow: ApprovalWorkflow, due: dt.datetime) -> dt.datetime | None:
    return due + dt.timedelta(days=workflow.expires_after_days) if workflow.expires_after_days else None


def _invite(request: DesignApprovalRequest, places: dict[str, int]) -> None:
    first = min(places.values())
    for contact_id, position in places.items():
        approver = ApprovalApprover(id=new_id(), request=request, contact_id=contact_id, position=position)
        session_of(request).add(approver)
        if position == first:
            approver.ask()
