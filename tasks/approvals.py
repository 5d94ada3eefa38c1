"""What the clock and the worker do for approvals: remind, expire, look at the files again, certify."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy.orm import Session

from models.approvals import ApprovalApprover, DesignApprovalRequest, hashes
from models.approvals.by_time import approvers_to_remind, due_reminder, requests_to_expire
from models.approvals.certificates import uncertified
from models.core.base import db, lock
from models.core.events import on_bell

from . import certificates, queue
from .files import stored_sha256
from .one_by_one import one_by_one

_SECONDS: Final = 300


def init_app() -> None:
    """Let the models read stored files."""
    hashes.configure(stored_sha256)


@on_bell("approved")
def _hear_of_an_approval(_rung: list[tuple[Any, ...]]) -> None:
    queue.enqueue_soon(certify_job, seconds=_SECONDS)


def certify_job() -> None:
    """For the worker: make the certificates that are missing, and send what tells of them."""
    make_certificates(db.session())


def make_certificates(session: Session) -> None:
    """Make the certificates that approvals lack."""
    one_by_one(session, DesignApprovalRequest, uncertified(session), certificates.certify)


def expire_requests(session: Session) -> None:
    """End the requests that nobody answered in time."""
    one_by_one(session, DesignApprovalRequest, requests_to_expire(session), DesignApprovalRequest.expire)


def remind_approvers(session: Session) -> None:
    """Remind those who have not decided."""
    one_by_one(session, ApprovalApprover, approvers_to_remind(session), _remind)


def _remind(approver: ApprovalApprover) -> None:
    lock(approver.request)  # an answer at this moment goes first, and then there is nobody to remind
    lock(approver)
    stage = due_reminder(approver)
    if stage:
        approver.remind(stage)


def look_at_approved_files(session: Session) -> None:
    """See whether the stored files of running jobs are still what was approved."""
    one_by_one(session, DesignApprovalRequest, hashes.approvals_to_look_at(session), hashes.look_again)
