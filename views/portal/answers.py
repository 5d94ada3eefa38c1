"""How the portal answers: under a policy of its own, with an ETag, and with a kind sentence where it refuses."""

from __future__ import annotations

import hashlib
from typing import Any, Final

from flask import Blueprint, Response, jsonify, make_response, request
from pydantic import ValidationError
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError
from werkzeug.exceptions import HTTPException

from models.core.base import db
from models.core.errors import InvalidValue, RuleBroken
from models.portal import PortalSession

from ..core import errors
from ..core.public.sealed import sealed
from ..core.refusals import answer_to

POLICY: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; "
        "connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}

UNVERSIONED: Final = "version-not-known-yet"
"""What stands in a page where its ETag comes; a page that keeps it was no answer to a question, and is not live."""

OLD_PAGE: Final = (
    "Nothing was changed: this page was open for too long, or another site sent the request. "
    "Go back, reload the page and try again."
)

_TITLES: Final = {
    401: "Sign in to go on",
    403: "That is not possible here",
    404: "There is nothing here",
    409: "That is not possible now",
    410: "This link has been closed",
    412: "Somebody else was quicker",
    413: "That is too large",
    422: "Something is missing",
    429: "That was a lot of requests",
}

_SENTENCES: Final = {
    404: "Perhaps a part of the address was lost, or it belongs to somebody else. Your jobs are one tap away.",
    405: "Nothing was changed: this address is not meant for that.",
    413: "Nothing was changed: what was sent is larger than this page takes.",
}

_REFUSALS: Final = (RuleBroken, InvalidValue, ValidationError, StaleDataError, ObjectDeletedError)


def hook(bp: Blueprint) -> None:
    """Hook the answers of the portal's pages."""
    bp.after_request(_finished)
    bp.register_error_handler(HTTPException, _on_http)
    for refusal in _REFUSALS:
        bp.register_error_handler(refusal, _on_refusal)


def wants_json() -> bool:
    """Whether a script asks, not a person."""
    return request.path.endswith(".json") or errors.wants_json()


def told(status: int, sentence: str, *, title: str = "", headers: Any = None) -> Response:
    """The answer `status` with a sentence for the person at the screen, as a page or as JSON."""
    if wants_json():
        answer = make_response(jsonify(message=sentence), status)
    else:
        from .frame import render

        shown = render(
            "portal/notice.html", title=title or _TITLES.get(status, "Nothing was changed"), sentence=sentence
        )
        answer = make_response(shown, status)
    answer.headers.extend(headers or {})
    answer.headers["Cache-Control"] = "no-store"
    return answer


def only_looking(session: PortalSession) -> str:
    """What somebody of the staff is told who tries to change something while looking as a contact."""
    return (
        f"Nothing was changed: you are looking as {session.contact.name} and can only look. "
        "Do it on the pages of the staff, under your own name."
    )


def _on_http(error: HTTPException) -> Any:
    if error.response is not None or error.code is None or error.code < 400:
        return error.get_response()
    db.session.rollback()
    own = error.description if error.description != type(error).description else ""
    headers = [(name, value) for name, value in error.get_headers() if name in ("Retry-After", "Allow")]
    return told(error.code, own or _SENTENCES.get(error.code, "Nothing was changed."), headers=headers)


def _on_refusal(error: Exception) -> Any:
    db.session.rollback()
    refusal = answer_to(error)
    if refusal is None:
        raise error
    return told(refusal.status, refusal.message, headers=refusal.headers)


def _name_version(answer: Response) -> None:
    """Give a page an ETag that changes with anything on it, and tell the page which it is, for live_page.js."""
    body = answer.get_data()
    version = hashlib.sha256(body).hexdigest()[:24]
    answer.set_data(body.replace(UNVERSIONED.encode(), version.encode(), 1))
    answer.set_etag(version)


def _finished(answer: Response) -> Response:
    """Seal it; a page gets an ETag, so that a browser that has it is told so in a few bytes."""
    if request.method in ("GET", "HEAD") and answer.status_code == 200 and not answer.is_streamed:
        if "Cache-Control" not in answer.headers:
            answer.headers["Cache-Control"] = "no-cache, private"
        if answer.get_etag()[0] is None and answer.mimetype == "text/html":
            _name_version(answer)
            answer.make_conditional(request)
    return sealed(answer, POLICY)
