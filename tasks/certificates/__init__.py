"""Certificates of approvals: made once for each approval, kept as a file, mailed to who was asked."""

from .making import certify_job, make_certificates
from .pdf import pdf_of

__all__ = ["certify_job", "make_certificates", "pdf_of"]
