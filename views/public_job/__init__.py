"""A job's page for its customer, or a file's, by link: `/d/<token>`. Looking changes nothing, whoever looks."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Flask, Response, current_app, jsonify, make_response, redirect, request, url_for

from models.core.actor import Actor, acting_as
from models.core.base import db
from models.core.errors import InvalidValue, RuleBroken
from models.core.sqlite import reading
from models.files import CustomerFile
from models.jobs import Job
from models.links import PortalLink, link_by_token
from models.portal import answer_quote, why_no_answer
from tasks.live import Change

from ..core import live
from ..core.access import visit
from ..core.papers import paper_sent
from ..core.public.pages import Notice, answer_with_notice, render
from ..core.public.rate_limit import RateLimit
from ..core.public.sealed import public_policy, sealed
from ..quoting.paper import sent_paper
from . import documents, invoices, quotes, words
from .page import page_of

bp: Final = Blueprint("public_job", __name__, url_prefix="/d")
bp.register_error_handler(Notice, answer_with_notice)

REQUESTS_A_MINUTE: Final = 240
POLL_SECONDS: Final = 10

_HEADERS: Final = public_policy()

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
    visit.WITHOUT_TOKEN.add(f"{bp.name}.answer")  # it trusts no cookie: whoever has the link may answer
    app.register_blueprint(bp)


@bp.get("/<token>")
def show(token: str) -> Response:
    """The page of the job or the file that `token` opens."""
    with reading():
        link = _opened(token)
        if link.file is not None:
            return documents.page(token, link.file, link.expires_at)
        job = _job_of(link)
        page = page_of(db.session(), job)
        has_quote = not why_no_answer(job)
    poll = current_app.config["PUBLIC_POLL_SECONDS"]
    shown = {
        "page": page,
        "token": token,
        "poll_seconds": poll,
        "pieces": words.pieces,
        "has_quote": has_quote,
        "paper_of": lambda pk: url_for("public_job.invoice", token=token, pk=pk),
    }
    return sealed(Response(render("public_job/job.html", **shown)), _HEADERS)


@bp.get("/<token>/invoices/<pk>.pdf")
def invoice(token: str, pk: str) -> Response:
    """An issued invoice of the job that `token` opens, as PDF."""
    with reading():
        name, press = invoices.press_of(_job_of(_opened(token)), pk)
    return sealed(paper_sent(press, name), _HEADERS)


@bp.get("/<token>/status.json")
def status(token: str) -> Response:
    """The job's status in a few words, with an ETag that changes with anything on the page."""
    with reading():
        page = page_of(db.session(), _job_of(_opened(token)))
    answer = jsonify(page.status())
    answer.set_etag(page.version)
    answer.headers["Cache-Control"] = "no-cache, private"
    answer.make_conditional(request)
    return sealed(answer, _HEADERS)


@bp.get("/<token>/quote")
def quote(token: str) -> Response:
    """The quote with its price, and the two answers."""
    with reading():
        return _quote_page(token, _job_of(_opened(token)))


@bp.get("/<token>/quote.pdf")
def quote_paper(token: str) -> Response:
    """The quote as it was sent, as PDF; 404 when none was."""
    answer = sent_paper(_job_of(_opened(token)), may_answer=True)
    if answer is None:
        raise _notice(404)
    return sealed(answer, _HEADERS)


@bp.post("/<token>/quote")
def answer(token: str) -> Response:
    """Accept or decline, signed with a typed name; then back to the job's page."""
    request.form  # noqa: B018 - heard out before the database is touched
    job, sent = _job_of(_opened(token)), quotes.sent()
    try:
        with acting_as(Actor("customer", sent["name"].strip() or "Customer")):
            answer_quote(db.session(), job, address=request.remote_addr or "", **sent)
            db.session.commit()
    except InvalidValue as refusal:
        db.session.rollback()
        return _quote_page(token, _job_of(_opened(token)), refusal.sentence, 422)
    except RuleBroken as refusal:
        db.session.rollback()
        raise Notice(409, "That is not possible now", str(refusal), _HEADERS) from None
    return sealed(make_response(redirect(url_for("public_job.show", token=token), 303)), _HEADERS)


@bp.get("/<token>/events")
def events(token: str) -> Response:
    """A stream that tells when the job may have changed; it ends when the link itself does."""
    with reading():
        link = _opened(token)
        job, way = Change("jobs", _job_of(link).id), Change(PortalLink.__tablename__, link.id)
    visitor = f"{way} {request.remote_addr}"
    return sealed(
        live.stream(visitor, lambda change: change in (job, way), last=lambda change: change == way), _HEADERS
    )


@bp.get("/<token>/download")
def download(token: str) -> Response:
    """The file that `token` opens, under its name."""
    return sealed(documents.fetched(_file_of(_opened(token))), _HEADERS)


@bp.get("/<token>/preview")
def preview(token: str) -> Response:
    """A picture of the file that `token` opens."""
    with reading():
        return sealed(documents.drawn(_file_of(_opened(token))), _HEADERS)


def _quote_page(token: str, job: Job, error: str = "", status: int = 200) -> Response:
    shown = quotes.shown(db.session(), job) | {"token": token, "error": error, "pieces": words.pieces}
    return sealed(Response(render("public_job/quote.html", **shown), status), public_policy(forms=True))


def _opened(token: str) -> PortalLink:
    wait = current_app.extensions["public_job_limit"].wait(request.remote_addr)
    if wait:
        raise _notice(429, wait)
    link = link_by_token(db.session(), token)
    if link is None:
        raise _notice(404)
    if not link.is_open:
        raise _notice(410)
    return link


def _job_of(link: PortalLink) -> Job:
    if link.job is None:
        raise _notice(404)
    return link.job


def _file_of(link: PortalLink) -> CustomerFile:
    if link.file is None:
        raise _notice(404)
    return link.file


def _notice(status: int, retry_after: int = 0) -> Notice:
    return Notice(status, *NOTICES[status], _HEADERS, retry_after)
