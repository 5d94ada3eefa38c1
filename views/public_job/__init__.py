"""A job's page for its customer, by link: `/d/<token>`. Looking changes nothing, however often and whoever looks."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Any, Final

from flask import Blueprint, Flask, Response, current_app, render_template, request
from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException

from models.core.base import db
from models.core.sqlite import reading
from models.links import PortalLink, link_by_token
from tasks.live import Change

from ..core import live
from ..core.rate_limit import RateLimit
from . import words
from .page import page_of

bp: Final = Blueprint("public_job", __name__, url_prefix="/d")

REQUESTS_A_MINUTE: Final = 240
POLL_SECONDS: Final = 10

_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}

NOTICES: Final = {
    404: (
        "This link leads nowhere",
        "Perhaps a part of it was lost when it was copied. Open it again from our mail, or write to us.",
    ),
    410: (
        "This link has been closed",
        "The newest mail about your order has one that works. If you cannot find it, write to us.",
    ),
    429: ("That was a lot of requests", "Wait a minute, then reload this page."),
}
"""What a person is told instead of a job, by HTTP status."""


def init_app(app: Flask) -> None:
    """Serve customers' pages."""
    app.config.setdefault("PUBLIC_REQUESTS_A_MINUTE", REQUESTS_A_MINUTE)
    app.config.setdefault("PUBLIC_POLL_SECONDS", POLL_SECONDS)
    app.extensions["public_job_limit"] = RateLimit(app.config["PUBLIC_REQUESTS_A_MINUTE"], 60)
    app.register_blueprint(bp)


class _Shut(HTTPException):
    """The link shows no job: it is unknown (404), closed (410), or asked for too often (429)."""

    def __init__(self, status: int, retry_after: int = 0) -> None:
        title, sentence = NOTICES[status]
        if request.path.endswith(".json"):
            answer = current_app.json.response(message=sentence)
        else:
            answer = Response(_render("notice.html", title=title, sentence=sentence))
        answer.status_code = status
        if retry_after:
            answer.headers["Retry-After"] = str(retry_after)
        super().__init__(response=_sealed(answer))


class _SealedResponse(Response):
    """Carries this page's own headers, which are stricter than those that later hooks set for all pages."""

    def get_wsgi_headers(self, environ: Any) -> Headers:
        headers = super().get_wsgi_headers(environ)
        for name, value in _HEADERS.items():
            headers[name] = value
        return headers


def _sealed(answer: Any) -> Response:
    sealed = _SealedResponse.force_type(answer)
    sealed.headers.setdefault("Cache-Control", "no-store")
    return sealed


@bp.get("/<token>")
def show(token: str) -> Response:
    """The page of the job that `token` opens."""
    with reading():
        page = page_of(db.session, _opened(token).job)
    return _sealed(Response(_render("job.html", page=page, token=token)))


@bp.get("/<token>/status.json")
def status(token: str) -> Response:
    """The job's status in a few words, with an ETag that changes with anything on the page."""
    with reading():
        page = page_of(db.session, _opened(token).job)
    answer = current_app.json.response(page.status())
    answer.set_etag(page.version)
    answer.headers["Cache-Control"] = "no-cache, private"
    return _sealed(answer.make_conditional(request))


@bp.get("/<token>/events")
def events(token: str) -> Response:
    """A stream that tells when the job may have changed; it ends when the link itself does."""
    with reading():
        link = _opened(token)
        job, way = Change("jobs", link.job_id), Change(PortalLink.__tablename__, link.id)
    return _sealed(live.stream(lambda change: change in (job, way), last=lambda change: change == way))


def _opened(token: str) -> PortalLink:
    wait = current_app.extensions["public_job_limit"].wait(request.remote_addr)
    if wait:
        raise _Shut(429, wait)
    link = link_by_token(db.session, token)
    if link is None:
        raise _Shut(404)
    if not link.is_open:
        raise _Shut(410)
    return link


def _render(name: str, **values: Any) -> str:
    config = current_app.config
    return render_template(
        f"public_job/{name}",
        shop_name=config["SHOP_NAME"],
        address=parseaddr(str(config["MAIL_DEFAULT_SENDER"]))[1],
        pieces=words.pieces,
        poll_seconds=config["PUBLIC_POLL_SECONDS"],
        **values,
    )
