"""What a door says when it cannot do as asked: a sentence, as a page for people and as JSON for programs."""

from __future__ import annotations

import logging
from typing import Any, Final

from flask import Flask, Response, current_app, jsonify, make_response, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from ulid import ULID
from werkzeug.exceptions import HTTPException

from models.core.base import db
from tasks.look import known_look, look_if_possible

from .refusals import answer_to

log = logging.getLogger(__name__)

_SENTENCES: Final = {
    400: (
        "This cannot be read",
        "The request cannot be understood. Go back, look at what was entered, and try again.",
    ),
    401: ("Sign in first", "Nothing was shown: sign in first."),
    403: ("Not for your role", "Your role does not allow this. Ask the owner if it should."),
    404: ("Nothing here", "There is no such page, or no longer. It may have been moved or deleted."),
    405: (
        "Not like this",
        "This address cannot be used in this way. Go back and use the page's own buttons.",
    ),
    409: ("Nothing was changed", "A rule of the shop forbids this now."),
    410: ("No longer here", "This was taken back and is not available any more."),
    412: (
        "Somebody was faster",
        "Nothing was changed: somebody else changed it meanwhile. Reload it and try again.",
    ),
    413: ("Too large", "Nothing was changed: what was sent is too large."),
    415: ("Not in this form", "What was sent has a type that cannot be read here."),
    422: ("Nothing was changed", "Some values do not fit. Go back and look at the fields."),
    429: ("Too many attempts", "Wait a few minutes, then try again."),
    500: (
        "Our mistake",
        "Nothing was changed: the program made a mistake. It is on record; try again, or tell the owner.",
    ),
    503: ("Back in a moment", "The shop's database cannot be reached just now. Try again in a few seconds."),
}
_CSRF: Final = (
    "Nothing was changed: this page was open for too long, or another site sent the request. "
    "Reload the page and try again."
)


def init_app(app: Flask) -> None:
    """Answer every error with a sentence, and leave no transaction behind."""
    app.register_error_handler(CSRFError, _on_csrf)
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(Exception, _on_fault)


def say(status: int, sentence: str = "", *, reference: str = "", headers: Any = None) -> Response:
    """The answer `status` with `sentence` (default: the house's for that status), as the asker reads it."""
    title, usual = _SENTENCES.get(status, ("This did not work", "The request was not carried out."))
    if wants_json():
        body = {"message": sentence or usual} | ({"reference": reference} if reference else {})
        answer = make_response(jsonify(body), status)
    else:
        # Not by render_template, which asks the database who is signed in: that may be what has failed.
        page = current_app.jinja_env.get_template("error.html").render(
            title=title,
            sentence=sentence or usual,
            look=known_look if status >= 500 else look_if_possible,
            reference=reference,
        )
        answer = make_response(page, status)
    answer.headers.extend(headers or {})
    answer.headers["Cache-Control"] = "no-store"
    return answer


def wants_json() -> bool:
    """Whether a program asks: at an API's address, or because it says so."""
    if request.path.startswith("/api/"):
        return True
    accepted = request.accept_mimetypes
    return accepted.best_match(["text/html", "application/json"]) == "application/json" and bool(accepted)


def _on_csrf(_error: CSRFError) -> Response:
    _roll_back()
    return say(400, _CSRF)


def _on_http(error: HTTPException) -> Response:
    if error.response is not None or error.code is None or error.code < 400:
        return error.get_response()  # type: ignore[return-value]
    _roll_back()
    told = error.description if error.description != type(error).description else ""
    headers = [(k, v) for k, v in error.get_headers() if k in ("Retry-After", "Allow", "WWW-Authenticate")]
    return say(error.code, told or "", headers=headers)


def _on_fault(error: Exception) -> Response:
    """A refusal that no door caught is answered as it is; anything else is a fault, logged under a reference."""
    _roll_back()
    refusal = answer_to(error)
    if refusal is not None:
        if refusal.status == 503:
            log.error("The database cannot be used: %s", error)
        return say(refusal.status, refusal.message, headers=refusal.headers)
    reference = str(ULID())
    log.exception("Fault %s at %s %s", reference, request.method, request.path, exc_info=error)
    return say(500, reference=reference)


def _roll_back() -> None:
    try:
        db.session.rollback()
    except SQLAlchemyError:
        log.warning("The transaction could not be rolled back; its connection is given up.")
        db.session.remove()
