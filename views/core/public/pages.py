"""Pages for people who have not signed in: their frame, and what they are told instead of a page."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any

from flask import Response, current_app, jsonify, render_template, request

from tasks.look import look

from .sealed import sealed


def render(template: str, **values: Any) -> str:
    """`template`, which extends `public/base.html`, with the shop's name and address."""
    address = parseaddr(str(current_app.config["MAIL_DEFAULT_SENDER"]))[1]
    return render_template(template, shop_name=look().name, shop_address=address, **values)


class Notice(Exception):
    """Ends the request with a kind page (or JSON, where that was asked for): a title, and a sentence what to do.

    A blueprint that raises it registers `answer_with_notice` for it: an HTTPException would be answered by a copy,
    which later hooks can soften.
    """

    def __init__(
        self, status: int, title: str, sentence: str, headers: Mapping[str, str], retry_after: int = 0
    ) -> None:
        if request.path.endswith(".json"):
            answer = jsonify(message=f"{title}. {sentence}")
        else:
            answer = Response(render("public/notice.html", title=title, sentence=sentence))
        answer.status_code = status
        if retry_after:
            answer.headers["Retry-After"] = str(retry_after)
        super().__init__(title)
        self.answer = sealed(answer, headers)


def answer_with_notice(notice: Notice) -> Response:
    """The error handler of Notice."""
    return notice.answer
