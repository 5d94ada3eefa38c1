"""Making the certificates that approvals lack: at once by the worker, by the clock what it did not hear of."""

from __future__ import annotations

import logging

from sqlalchemy.orm import Session

from models.approvals import ApprovalStatus, DesignApprovalRequest
from models.approvals.certificates import certificate_of, uncertified
from models.core.base import db, lock
from models.files import FileCategory

from .. import emails, files
from ..look import look
from .pdf import pdf_of

_log = logging.getLogger(__name__)


def certify_job() -> None:
    """For the worker: make what is missing."""
    make_certificates(db.session())


def make_certificates(session: Session) -> None:
    """Make the missing certificates, each in a transaction of its own; one that fails stops no other."""
    waiting = uncertified(session)
    session.commit()
    for request_id in waiting:
        try:
            _certify(session, session.get_one(DesignApprovalRequest, request_id))
            session.commit()
        except Exception:
            session.rollback()
            _log.exception("The certificate of the approval %s could not be made.", request_id)


def _certify(session: Session, request: DesignApprovalRequest) -> None:
    lock(request)
    if request.certificate_id is not None or request.status != ApprovalStatus.APPROVED:
        return
    shown = look()
    made = pdf_of(
        certificate_of(request),
        shop=shown.name,
        accent=shown.accent,
        verify_at=emails.address("portal", "certificates"),
    )
    number = request.design_version.number
    kept = files.keep(
        session,
        made,
        customer=request.customer,
        job=request.job,
        category=FileCategory.OTHER,
        file_name=f"approval-{request.job.number if request.job else 'design'}-v{number}.pdf",
        name=f"Certificate of {request.design_version}",
        is_public=True,
        mime_type="application/pdf",
    )
    request.certify(kept.id)
