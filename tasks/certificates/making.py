"""Making the certificate of an approval: a file of the customer's library, made once."""

from __future__ import annotations

from models.approvals import ApprovalStatus, DesignApprovalRequest
from models.approvals.certificates import certificate_of, file_name_of
from models.core.base import lock, session_of
from models.files import FileCategory

from .. import addresses, files
from ..look import look
from .pdf import pdf_of


def certify(request: DesignApprovalRequest) -> None:
    """Make the certificate of an approved request, keep it and note it; nothing when that was done already."""
    lock(request)
    if request.certificate_id is not None or request.status != ApprovalStatus.APPROVED:
        return
    kept = files.keep(
        session_of(request),
        _drawn(request),
        customer=request.customer,
        job=request.job,
        category=FileCategory.OTHER,
        file_name=file_name_of(request, "pdf"),
        name=f"Certificate of {request.design_version}",
        is_public=True,
        mime_type="application/pdf",
    )
    request.certify(kept.id)


def _drawn(request: DesignApprovalRequest) -> bytes:
    shown = look()
    return pdf_of(
        certificate_of(request),
        shop=shown.name,
        accent=shown.accent,
        verify_at=addresses.address("portal", "certificates"),
    )
