"""Pages and JSON, packed on their way out, but where the size of an answer would tell a secret.

Whoever sees only the sizes of encrypted answers, and can make the browser of somebody who is signed in ask for pages
with words of the attacker's choice, reads the page's secrets from how well they pack (BREACH,
https://www.breachattack.com/). So a request that carries a cookie over TLS is answered packed only when the browser
says that our own page sent it, or the person's hand: see docs/decisions/0056.
"""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, current_app, request

from .encodings import PACKED, SMALLEST, chosen, pack

_OUR_OWN: Final = ("same-origin", "none")
"""What `Sec-Fetch-Site` says of a request that no other site can have caused."""

_WITHOUT_BODY: Final = (204, 206, 304)


def init_app(app: Flask) -> None:
    """Pack what is worth it."""
    app.after_request(_packed)


def _packed(answer: Response) -> Response:
    if answer.mimetype not in PACKED or "Content-Encoding" in answer.headers:
        return answer
    answer.vary.add("Accept-Encoding")
    encoding = chosen(request)
    if not encoding or not _is_worth_it(answer) or _would_tell():
        return answer
    answer.set_data(pack(answer.get_data(), encoding))
    answer.headers["Content-Encoding"] = encoding
    tag, _ = answer.get_etag()
    if tag is not None:  # other bytes of the same page
        answer.set_etag(tag, weak=True)
    return answer


def _is_worth_it(answer: Response) -> bool:
    """Neither a stream, whose parts must not wait for one another, nor a file, nor a part, nor a few bytes."""
    if answer.is_streamed or answer.direct_passthrough or answer.status_code in _WITHOUT_BODY:
        return False
    return not answer.cache_control.no_transform and len(answer.get_data()) >= SMALLEST


def _would_tell() -> bool:
    if not request.cookies or not current_app.config["SESSION_COOKIE_SECURE"]:
        return False  # nobody's secrets are in it, or everybody on the way reads it as it is
    return request.headers.get("Sec-Fetch-Site", "") not in _OUR_OWN
