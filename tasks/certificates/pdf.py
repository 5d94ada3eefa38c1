"""A certificate as PDF, from the same facts as its JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from models.core import clock

from ..typesetting import typeset

_TEMPLATE: Final = Path(__file__).with_name("certificate.typ")

_DONE: Final = {"APPROVED": "Approved", "REJECTED": "Rejected", "CHANGES_REQUESTED": "Changes requested"}


def pdf_of(certificate: Mapping[str, Any], *, shop: str, accent: str, verify_at: str) -> bytes:
    """The certificate (`models.approvals.certificates.certificate_of`) as the bytes of a PDF.

    `verify_at` is the address at which anybody may have it checked. The facts go in as JSON: what a customer typed
    is text, never markup. The same facts make the same bytes on the same machine.
    """
    told = _told(certificate, shop, accent, verify_at)
    made = certificate["approved_at"]
    moment = dt.datetime.fromisoformat(made) if made else clock.now()
    return typeset(_TEMPLATE, told, at=moment)


def _told(certificate: Mapping[str, Any], shop: str, accent: str, verify_at: str) -> dict[str, Any]:
    file, version = certificate["file"], certificate["version"]
    facts: list[list[str | None]] = [
        ["Customer", certificate["customer"]],
        ["Job", certificate["job"]],
        ["Design", f"{certificate['design']}, version {version}"],
        ["File", f"{file['name']} ({file['bytes']:,} bytes)" if file["bytes"] else file["name"]],
        ["Approved", _moment(certificate["approved_at"])],
    ]
    return {
        "shop": shop,
        "accent": accent,
        "title": "Certificate of approval",
        "sentence": f"Version {version} of “{certificate['design']}” was approved for production, and this exact "
        "file alone.",
        "facts": [[label, value] for label, value in facts if value],
        "sha256": file["sha256"],
        "decisions": [_decision(each) for each in certificate["decisions"]],
        "terms": certificate["terms"],
        "verify": f"Whoever holds this file can have it checked at {verify_at}.",
        "certificate": certificate["certificate"],
        "seal": certificate["seal"],
    }


def _decision(row: Mapping[str, Any]) -> dict[str, Any]:
    evidence = row["evidence"]
    facts: list[list[str | None]] = [
        ["Person", " · ".join(filter(None, (row["contact"], row["email"])))],
        ["At", _moment(row["at"])],
        ["IP address", row["ip_address"]],
        ["Recorded by", row["recorded_by"]],
        ["Evidence", f"{evidence['name']}, SHA-256 {evidence['sha256']}" if evidence else None],
        ["Comment", row["comment"]],
    ]
    return {
        "title": _DONE[row["decision"]],
        "signed": row["signed"],
        "facts": [[label, value] for label, value in facts if value],
        "checklist": row["checklist"] if not row["recorded_by"] else [],
    }


def _moment(written: str | None) -> str | None:
    """Such as “22 Nov 2026, 17:05:03 UTC”."""
    if not written:
        return None
    at = dt.datetime.fromisoformat(written)
    return f"{at.day} {at:%b %Y, %H:%M:%S} UTC"
