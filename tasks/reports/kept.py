"""The files of a report, exactly as they were made."""

from __future__ import annotations

import hashlib

from models.core.errors import RuleBroken
from models.reports import Report

from ..storage import Missing, storage


def content_of(kind: str, key: str | None, sha256: str | None) -> bytes:
    """The `pdf` or `xlsx` that is kept under `key`; RuleBroken when it is lost or not what was kept."""
    try:
        content = b"".join(storage().read(key or ""))
    except Missing:
        raise RuleBroken(f"The storage has lost this {kind.upper()}: make the report anew.") from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise RuleBroken(
            f"This {kind.upper()} is not what was kept: somebody changed the file. Make the report anew."
        )
    return content


def file_name_of(report: Report, ending: str) -> str:
    """Such as Monthly-profitability-2026-10.pdf, with the edition from the second on."""
    edition = f"-edition-{report.edition}" if report.edition > 1 else ""
    return f"{report.title.replace(' ', '-')}-{report.period}{edition}.{ending}"
