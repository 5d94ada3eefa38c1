"""What time alone does to requests: who is to be reminded, what expires. It asks what is due and not yet done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from ..core import clock
from .approvers import ApprovalApprover
from .life import ApprovalStatus, ApproverStatus
from .requests import DesignApprovalRequest

BEFORE, WHEN_DUE, AFTER = 1, 2, 3
_EVERY_STAGE: Final = (BEFORE, WHEN_DUE, AFTER)


def requests_to_expire(session: Session) -> Sequence[str]:
    """Ids of requests whose time is over, oldest first."""
    late = sa.select(DesignApprovalRequest.id).where(
        DesignApprovalRequest.status == ApprovalStatus.PENDING,
        DesignApprovalRequest.expires_at <= clock.now(),
    )
    return session.scalars(late.order_by(DesignApprovalRequest.expires_at)).all()


def approvers_to_remind(session: Session) -> Sequence[str]:
    """Ids of approvers who have not decided and for whom a reminder is due that they did not get."""
    asked = (
        sa.select(ApprovalApprover)
        .join(DesignApprovalRequest)
        .where(
            DesignApprovalRequest.status == ApprovalStatus.PENDING,
            ApprovalApprover.status == ApproverStatus.ASKED,
            ApprovalApprover.reminders < AFTER,
        )
        .options(contains_eager(ApprovalApprover.request).joinedload(DesignApprovalRequest.workflow))
        .order_by(ApprovalApprover.id)
    )
    return [each.id for each in session.scalars(asked) if due_reminder(each)]


def due_reminder(approver: ApprovalApprover) -> int:
    """The latest reminder that is due to `approver` and not yet sent; 0 when none is.

    What fell due while the clock stood still is one reminder, not three.
    """
    moments = reminder_moments(approver)
    due = [stage for stage, at in moments.items() if at <= clock.now() and stage > approver.reminders]
    return max(due, default=0)


def reminder_moments(approver: ApprovalApprover) -> dict[int, dt.datetime]:
    """When each reminder falls due, as the workflow says now. One that would precede the asking is left out."""
    request, workflow = approver.request, approver.request.workflow
    hours = {
        BEFORE: -workflow.remind_hours_before if workflow.remind_hours_before else None,
        WHEN_DUE: 0 if workflow.remind_when_due else None,
        AFTER: workflow.remind_hours_after or None,
    }
    asked = approver.asked_at or clock.now()
    moments = {
        stage: request.due_date + dt.timedelta(hours=offset)
        for stage in _EVERY_STAGE
        if (offset := hours[stage]) is not None
    }
    return {stage: at for stage, at in moments.items() if at > asked}
