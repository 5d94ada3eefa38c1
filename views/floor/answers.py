"""How the floor answers: under a policy of its own, and with a plain sentence where it refuses."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, jsonify, make_response, render_template, request
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError
from werkzeug.exceptions import HTTPException

from models.core.base import db
from models.core.errors import InvalidValue, RuleBroken
from tasks.look import look

from ..core import errors
from ..core.public.sealed import sealed
from ..core.refusals import answer_to

POLICY: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; "
        "connect-src 'self'; worker-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    ),
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}

CAMERA: Final = "camera=(self), geolocation=(), microphone=(), payment=()"
"""The policy of the one page that looks through the camera."""

OLD_PAGE: Final = "Nothing was changed: this page was open for too long. Reload it and try again."

_SENTENCES: Final = {
    404: "There is nothing here. Perhaps it was removed: go back to your work.",
    405: "Nothing was changed: this address is not meant for that.",
    413: "Nothing was changed: what was sent is too large.",
}

_REFUSALS: Final = (
    RuleBroken,
    InvalidValue,
    ValidationError,
    StaleDataError,
    ObjectDeletedError,
    OperationalError,
)


def hook(bp: Blueprint) -> None:
    """Hook the answers of the floor's pages."""
    bp.after_request(_finished)
    bp.register_error_handler(HTTPException, _on_http)
    for refusal in _REFUSALS:
        bp.register_error_handler(refusal, _on_refusal)


def wants_json() -> bool:
    """Whether a script asks, not a person."""
    return request.path.endswith("/taps") or errors.wants_json()


def told(status: int, sentence: str, *, title: str = "That did not work", headers: Any = None) -> Response:
    """The answer `status` with a sentence for the person at the phone, as a page or as JSON."""
    if wants_json():
        answer = make_response(jsonify(message=sentence), status)
    else:
        shown = render_template("floor/notice.html", shop=look(), title=title, sentence=sentence)
        answer = make_response(shown, status)
    answer.headers.extend(headers or {})
    return answer


def unregistered() -> Response:
    """What a phone is told that no manager has registered, or whose registration was revoked."""
    return told(
        403,
        "This phone is not registered for the floor. A manager registers it under System, Floor set-up.",
        title="Not registered",
    )


def _on_http(error: HTTPException) -> Any:
    if error.response is not None or error.code is None or error.code < 400:
        return error.get_response()
    db.session.rollback()
    own = error.description if error.description != type(error).description else ""
    return told(error.code, own or _SENTENCES.get(error.code, "Nothing was changed."))


def _on_refusal(error: Exception) -> Any:
    db.session.rollback()
    refusal = answer_to(error)
    if refusal is None:
        raise error
    return told(refusal.status, refusal.message, headers=refusal.headers)


def _finished(answer: Response) -> Response:
    policy = dict(POLICY)
    if request.endpoint == "floor.jobs_scan":
        policy["Permissions-Policy"] = CAMERA
    return sealed(answer, policy)
