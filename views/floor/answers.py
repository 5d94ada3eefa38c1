"""How the floor answers: under a policy of its own, and with a plain sentence where it refuses."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, render_template, request

from tasks.look import look

from ..core import errors
from ..core.public import answering
from ..core.public.sealed import sealed

POLICY: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; "
        "connect-src 'self'; worker-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    ),
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}

CAMERA: Final = "camera=(self), geolocation=(), microphone=(), payment=()"
"""The policy of the page that looks through the camera, found nothing or not."""

OLD_PAGE: Final = "Nothing was changed: this page was open for too long. Reload it and try again."

_SENTENCES: Final = {
    404: "There is nothing here. Perhaps it was removed: go back to your work.",
    405: "Nothing was changed: this address is not meant for that.",
    413: "Nothing was changed: what was sent is too large.",
}


def hook(bp: Blueprint) -> None:
    """Hook the answers of the floor's pages."""
    bp.after_request(_finished)
    answering.hook(bp, told, _SENTENCES)


def wants_json() -> bool:
    """Whether a script asks, not a person."""
    return request.path.endswith("/taps") or errors.wants_json()


def told(
    status: int, sentence: str, *, title: str = "That did not work", staff: bool = False, headers: Any = None
) -> Response:
    """The answer `status` with a sentence for the person at the phone, as a page or as JSON.

    With `staff` the page shows those who have a password the way in by it.
    """

    def page() -> str:
        return render_template("floor/notice.html", shop=look(), title=title, sentence=sentence, staff=staff)

    return answering.as_asked(wants_json(), status, sentence, page, headers)


def unregistered() -> Response:
    """What a phone is told that no manager has registered, or whose registration was revoked."""
    return told(
        403,
        "This phone is not registered for the floor. A manager registers it under System, Floor set-up.",
        title="Not registered",
        staff=True,
    )


def _finished(answer: Response) -> Response:
    policy = dict(POLICY)
    if request.endpoint in ("floor.jobs_scan", "floor.jobs_find"):
        policy["Permissions-Policy"] = CAMERA
    return sealed(answer, policy)
