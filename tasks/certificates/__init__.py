"""Certificates of approvals: made once for each approval and kept as a file."""

from .making import certify
from .pdf import pdf_of

__all__ = ["certify", "pdf_of"]
