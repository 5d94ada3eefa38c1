"""Certificates of approvals: fetching one, and having one checked, by whoever holds it."""

from __future__ import annotations

import hashlib
import json
from typing import Final

from flask import Flask, Response, abort, current_app, request
from flask.typing import ResponseReturnValue

from models.approvals import ApprovalStatus, DesignApprovalRequest
from models.approvals.certificates import (
    LONGEST,
    Verdict,
    certificate_of,
    file_name_of,
    verify_file,
    verify_text,
)
from models.core.base import db

from ..core.public.rate_limit import RateLimit
from ..files.sending import disposition
from . import answers
from .door import OPEN, VIEWER, page
from .downloads import fetched
from .frame import render
from .visitor import theirs

LARGEST: Final = 2_000_000
"""Bytes of a file that is checked; a certificate has some ten thousand."""

REQUESTS_A_MINUTE: Final = 30

_NOT_YET: Final = "The certificate is being made: try again in a moment."


def init_app(app: Flask) -> None:
    """Limit how often certificates are checked."""
    app.extensions["certificate_limit"] = RateLimit(REQUESTS_A_MINUTE, 60)


@page("/approvals/<pk>/certificate.pdf", who=VIEWER)
def fetch(pk: str) -> ResponseReturnValue:
    """The certificate as it was made and kept."""
    asked = _approved(pk)
    return fetched(asked.certificate) if asked.certificate is not None else answers.told(409, _NOT_YET)


@page("/approvals/<pk>/certificate.json", who=VIEWER)
def fetch_json(pk: str) -> ResponseReturnValue:
    """The same facts for programs, sealed."""
    asked = _approved(pk)
    text = json.dumps(certificate_of(asked), ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": disposition(file_name_of(asked, "json"))}
    return Response(f"{text}\n", mimetype="application/json", headers=headers)


def _approved(pk: str) -> DesignApprovalRequest:
    asked = theirs(DesignApprovalRequest, pk)
    return asked if asked.status == ApprovalStatus.APPROVED else abort(404)


@page("/certificates", who=OPEN)
def check() -> ResponseReturnValue:
    """The form that asks for a certificate."""
    return render("portal/certificates.html", verdict=None)


@page("/certificates", who=OPEN, methods=("POST",), csrf=False)
def checked() -> ResponseReturnValue:
    """Say whether a certificate, as PDF or as JSON, is ours and true. It changes nothing."""
    wait = current_app.extensions["certificate_limit"].wait(request.remote_addr)
    if wait:
        return answers.told(429, "Wait a minute, then try again.", headers={"Retry-After": str(wait)})
    sent = request.files.get("certificate")
    content = sent.stream.read(LARGEST + 1) if sent is not None else b""
    return render("portal/certificates.html", verdict=verdict_on(content))


def verdict_on(content: bytes) -> Verdict:
    """What is to be said of a file that somebody holds to be a certificate."""
    if not content:
        return Verdict(False, "Nothing was checked: choose the certificate’s file first.")
    if len(content) > LARGEST:
        return Verdict(False, "This is not a certificate of ours: it is too large for one.")
    if content.lstrip()[:1] == b"{" and len(content) <= 4 * LONGEST:
        return verify_text(db.session(), content.decode("utf-8", "replace"))
    return verify_file(db.session(), hashlib.sha256(content).hexdigest())
