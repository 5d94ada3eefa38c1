"""An error as a page: in the frame for those who signed in, alone for strangers and whenever the frame may have failed.

What is the shop's own fault is told on a page that asks nothing of the database.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from flask import current_app, render_template, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.http import HTTP_STATUS_CODES

from models.core import clock
from models.core.base import db
from models.core.dates import full_moment
from models.core.sqlite import reading
from tasks.look import known_look, look_if_possible

from ..access.person import staff
from .words import Words, words_of

log = logging.getLogger(__name__)

_HOME: Final = ("Go to the first page", "/")
_SEARCH: Final = ("Search", "/search/")
_PROFILE: Final = ("Your profile", "/users/userinfo/")


@dataclass(frozen=True)
class Told:
    """What a page tells: the status, its words, the sentence of this very case, and the reference in the log."""

    status: int
    words: Words
    sentence: str
    reference: str

    @property
    def name(self) -> str:
        """Such as “409 Conflict”."""
        return f"{self.status} {HTTP_STATUS_CODES.get(self.status, '')}".strip()

    @property
    def at(self) -> str:
        """When it happened."""
        return full_moment(clock.now())

    def advice(self, is_staff: bool) -> str:
        """What to do."""
        return self.words.advice if is_staff else self.words.to_strangers or self.words.advice

    def links(self, is_staff: bool) -> list[tuple[str, str]]:
        """Where to go from here, as words and addresses, the most helpful first."""
        found = [(self.words.again, _here())] if self.words.again else []
        if self.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN) and not is_staff:
            found.append(("Sign in", f"/login/?{urlencode({'next': _here() or '/'})}"))
        if self.status == HTTPStatus.NOT_FOUND and is_staff:
            found.append(_SEARCH)
        back = _came_from()
        if back:
            found.append(("Back to where you were", back))
        if self.status == HTTPStatus.FORBIDDEN and is_staff:
            found.append(_PROFILE)
        return [link for link in found if link[1]] + [_HOME]


def page(status: int, sentence: str, reference: str) -> str:
    """The page of `status`."""
    told = Told(status, words_of(status), sentence or words_of(status).usual, reference)
    return (status < HTTPStatus.INTERNAL_SERVER_ERROR and _framed(told)) or _alone(told)


def _framed(told: Told) -> str:
    """The page in the frame; empty for strangers, and where the frame cannot be drawn."""
    try:
        with reading():
            if staff() is None:
                return ""
            builder = current_app.extensions["appbuilder"]
            return render_template("errors/framed.html", appbuilder=builder, **_values(told, True))
    except Exception:
        log.warning("The frame of an error page could not be drawn.", exc_info=True)
        return ""
    finally:
        _leave_no_transaction()


def _alone(told: Told) -> str:
    # Not by render_template, which asks the database who is signed in: that may be what has failed.
    look = known_look if told.status >= HTTPStatus.INTERNAL_SERVER_ERROR else look_if_possible
    template = current_app.jinja_env.get_template("errors/alone.html")
    return template.render(look=look, **_values(told, False))


def _values(told: Told, is_staff: bool) -> dict[str, Any]:
    return {"told": told, "advice": told.advice(is_staff), "links": told.links(is_staff)}


def _leave_no_transaction() -> None:
    try:
        db.session.rollback()
    except SQLAlchemyError:
        db.session.remove()


def _here() -> str:
    """The address asked for, where asking again is all there is to it."""
    return request.full_path.rstrip("?") if request.method == "GET" else ""


def _came_from() -> str:
    """The page of ours that led here; empty when none did, or when it is this very one."""
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.environ.get("HTTP_HOST") or not parts.path.startswith("/"):
        return ""
    address = f"/{parts.path.lstrip('/')}" + (f"?{parts.query}" if parts.query else "")
    return "" if address == _here() else address
