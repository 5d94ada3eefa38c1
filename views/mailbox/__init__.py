"""The mailbox: while no mail server is named, the owner reads here what would have been sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Flask, Response, abort, current_app, render_template, request

from models.core.dates import short_moment

from ..core.access.person import require
from ..core.public.sealed import sealed
from .letters import Letter, envelopes, letter

bp: Final = Blueprint("mailbox", __name__, url_prefix="/mailbox")

MOST_PAGES: Final = 2000

_CAGE: Final = {
    "Content-Security-Policy": (
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; "
        "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "SAMEORIGIN",
    "X-Content-Type-Options": "nosniff",
}
"""A mail's HTML runs nothing and loads nothing; its links open new tabs."""


def init_app(app: Flask) -> None:
    """Serve the mailbox; it answers only while mail is kept."""
    app.register_blueprint(bp)
    if not app.config["MAIL_SERVER"]:
        app.appbuilder.add_link("Mailbox", href="/mailbox/", category="System")  # type: ignore[attr-defined]


@bp.before_request
def _for_the_owner_alone() -> None:
    if current_app.config["MAIL_SERVER"]:
        abort(404)
    require("can_list", "mailbox")


@bp.get("/")
def index() -> str:
    """The kept mails, newest first."""
    page = request.args.get("page", 1, type=int)
    if not 1 <= page <= MOST_PAGES:
        abort(404)
    mails, more = envelopes(_folder(), page)
    return _render("list.html", mails=mails, page=page, more=more)


@bp.get("/<name>")
def show(name: str) -> str:
    """One mail: its text, its HTML, its headers."""
    return _render("mail.html", mail=_letter(name), name=name)


@bp.get("/<name>/html")
def html(name: str) -> Response:
    """The HTML of a mail, for the frame that holds it."""
    return sealed(Response('<base target="_blank">' + _letter(name).html), _CAGE)


def _letter(name: str) -> Letter:
    found = letter(_folder(), name)
    if found is None:
        abort(404)
    return found


def _folder() -> Path:
    return Path(current_app.config["MAIL_FOLDER"])


def _render(template: str, **values: Any) -> str:
    builder = current_app.appbuilder  # type: ignore[attr-defined]
    return render_template(
        f"mailbox/{template}",
        appbuilder=builder,
        base_template=builder.base_template,
        moment=short_moment,
        **values,
    )
