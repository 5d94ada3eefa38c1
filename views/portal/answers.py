"""How the portal answers: under a policy of its own, with an ETag, and with a kind sentence where it refuses."""

from __future__ import annotations

import hashlib
from typing import Any, Final

from flask import Blueprint, Response, request

from models.portal import PortalSession

from ..core import errors
from ..core.public import answering
from ..core.public.sealed import sealed

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


def hook(bp: Blueprint) -> None:
    """Hook the answers of the portal's pages."""
    bp.after_request(_finished)
    answering.hook(bp, told, _SENTENCES)


def wants_json() -> bool:
    """Whether a script asks, not a person."""
    return request.path.endswith(".json") or errors.wants_json()


def told(status: int, sentence: str, *, title: str = "", headers: Any = None) -> Response:
    """The answer `status` with a sentence for the person at the screen, as a page or as JSON."""

    def page() -> str:
        from .frame import render

        shown = title or _TITLES.get(status, "Nothing was changed")
        return render("portal/notice.html", title=shown, sentence=sentence)

    answer = answering.as_asked(wants_json(), status, sentence, page, headers)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def only_looking(session: PortalSession) -> str:
    """What somebody of the staff is told who tries to change something while looking as a contact."""
    return (
        f"Nothing was changed: you are looking as {session.contact.name} and can only look. "
        "Do it on the pages of the staff, under your own name."
    )


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
