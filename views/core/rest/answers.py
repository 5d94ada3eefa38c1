"""Every answer of the REST door: a refusal becomes its status with a sentence, and the session is rolled back."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any, Final

from flask import Response, jsonify
from flask_jwt_extended.exceptions import JWTExtendedException
from jwt.exceptions import PyJWTError

from models.core.base import db
from tasks import refused

from ..refusals import Refusal, answer_to, invalid
from .bodies import Malformed, Unfit

log = logging.getLogger(__name__)

SIGN_IN: Final = Refusal(
    401, "Sign in first: send a token from /api/v1/security/login, or the session's cookie."
)


class NotFound(Exception):
    """There is no such row, or it is not the reader's."""


def json_answer(status: int, body: dict[str, Any]) -> Response:
    """`body` as JSON."""
    answer = jsonify(body)
    answer.status_code = status
    answer.headers["Cache-Control"] = "no-store"
    return answer


def refuse(refusal: Refusal) -> Response:
    """A refusal as JSON."""
    answer = json_answer(refusal.status, refusal.body)
    answer.headers.update(refusal.headers)
    return answer


def refusal_for(error: Exception) -> Refusal | None:
    """The refusal that `error` means at the REST door; None when it is a fault of the program."""
    if isinstance(error, Malformed):
        return Refusal(error.status, str(error))
    if isinstance(error, Unfit):
        return invalid(error.fields)
    if isinstance(error, NotFound):
        return Refusal(404, "There is no such row.")
    if isinstance(error, JWTExtendedException | PyJWTError):
        return SIGN_IN
    return answer_to(error)


def answered(door: Callable[..., Response]) -> Callable[..., Response]:
    """Decorate a REST method: a refusal in it is answered, and nothing of it is written.

    A fault, and what Flask aborts with, goes on to the application's own pages for errors (`views.core.errors`).
    """

    @functools.wraps(door)
    def answer(*args: Any, **kwargs: Any) -> Response:
        try:
            return door(*args, **kwargs)
        except Exception as error:
            db.session.rollback()
            refused.keep(error)
            refusal = refusal_for(error)
            if refusal is None:
                raise
            if refusal.status == 503:
                log.error("The database cannot be used: %s", error)
            return refuse(refusal)

    return answer
