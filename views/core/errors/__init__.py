"""What a door says when it cannot do as asked: a sentence, as a page for people and as JSON for programs."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any, Final

from flask import Flask, Response, jsonify, make_response, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from ulid import ULID
from werkzeug.exceptions import HTTPException

from models.core.base import db
from tasks import refused

from ..refusals import answer_to
from .pages import page
from .words import words_of

log = logging.getLogger(__name__)

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
    if wants_json():
        told = {"message": sentence or words_of(status).usual}
        answer = make_response(jsonify(told | ({"reference": reference} if reference else {})), status)
    else:
        answer = make_response(page(status, sentence, reference), status)
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
    if error.response is not None or error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error.get_response()  # type: ignore[return-value]
    _roll_back()
    told = error.description if error.description != type(error).description else ""
    headers = [(k, v) for k, v in error.get_headers() if k in ("Retry-After", "Allow", "WWW-Authenticate")]
    return say(error.code, told or "", headers=headers)


def _on_fault(error: Exception) -> Response:
    """A refusal that no door caught is answered as it is; anything else is a fault, logged under a reference."""
    _roll_back()
    refused.keep(error)
    refusal = answer_to(error)
    if refusal is None:
        reference = str(ULID())
        log.exception("Fault %s at %s %s", reference, request.method, request.path, exc_info=error)
        return say(500, reference=reference)
    if refusal.status != HTTPStatus.SERVICE_UNAVAILABLE:
        return say(refusal.status, refusal.message, headers=refusal.headers)
    reference = str(ULID())
    log.error("The database cannot be used (%s): %s", reference, error)
    return say(503, refusal.message, reference=reference, headers=refusal.headers)


def _roll_back() -> None:
    try:
        db.session.rollback()
    except SQLAlchemyError:
        log.warning("The transaction could not be rolled back; its connection is given up.")
        db.session.remove()
