"""A paper as the answer to a request: a PDF that is read at once and kept by nobody on its way."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, make_response

from models.core.base import db


def paper_sent(press: Callable[[], bytes], name: str) -> Response:
    """What `press` sets, as the file `name`. The transaction is rolled back before: nobody waits for the press."""
    db.session.rollback()
    answer = make_response(press())
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
