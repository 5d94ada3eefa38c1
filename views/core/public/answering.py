"""How pages behind a door of their own refuse: every error of a request becomes one sentence for who asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Blueprint, Response, jsonify, make_response
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError
from werkzeug.exceptions import HTTPException

from models.core.base import db
from models.core.errors import InvalidValue, RuleBroken
from tasks import refused

from ..refusals import answer_to

_REFUSALS: Final = (
    RuleBroken,
    InvalidValue,
    ValidationError,
    StaleDataError,
    ObjectDeletedError,
    OperationalError,
)
_KEPT: Final = ("Retry-After", "Allow")


def hook(bp: Blueprint, told: Callable[..., Response], sentences: Mapping[int, str]) -> None:
    """Let `told(status, sentence, headers=...)` answer what went wrong on the pages of `bp`.

    `sentences` are those of statuses for which the page that refused had none of its own.
    """

    def on_http(error: HTTPException) -> Any:
        if error.response is not None or error.code is None or error.code < 400:
            return error.get_response()
        db.session.rollback()
        own = error.description if error.description != type(error).description else ""
        headers = [(name, value) for name, value in error.get_headers() if name in _KEPT]
        return told(error.code, own or sentences.get(error.code, "Nothing was changed."), headers=headers)

    def on_refusal(error: Exception) -> Any:
        db.session.rollback()
        refused.keep(error)
        refusal = answer_to(error)
        if refusal is None:
            raise error
        return told(refusal.status, refusal.message, headers=refusal.headers)

    bp.register_error_handler(HTTPException, on_http)
    for refusal in _REFUSALS:
        bp.register_error_handler(refusal, on_refusal)


def as_asked(
    in_json: bool, status: int, sentence: str, page: Callable[[], str], headers: Any = None
) -> Response:
    """The answer `status` with `sentence`: as JSON for a script, else `page()`."""
    answer = make_response(jsonify(message=sentence) if in_json else page(), status)
    answer.headers.extend(headers or {})
    return answer
