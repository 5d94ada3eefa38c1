"""Asking for a quote: for something new, or for the same as an earlier job."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import sqlalchemy as sa
from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload
from ulid import ULID

from models.core import clock
from models.core.base import db, lock, new_id
from models.core.dates import iso_day
from models.core.errors import InvalidValue, RuleBroken
from models.jobs import Job, JobItem, size_order
from models.portal import ask_for_quote, same_again

from . import answers
from .door import APPROVER, page
from .frame import render
from .visitor import theirs, visitor

LONGEST_TITLE = 200
LONGEST_WISH = 2000

OLDEST_FORM: Final = dt.timedelta(days=7)
"""How long the page of a request may have been open: rows are listed by their ids, which begin with a time."""


@page("/quotes/new", who=APPROVER)
def new() -> ResponseReturnValue:
    """The form for something new."""
    return _new_page()


@page("/quotes/new", who=APPROVER, methods=("POST",))
def ask() -> ResponseReturnValue:
    """Ask for it; sent twice, it is asked once."""
    id_ = _request_id()
    try:
        if not _is_there(id_):
            title = request.form.get("title", "")[:LONGEST_TITLE]
            ask_for_quote(
                db.session(), visitor().contact, id_=id_, title=title, wish=_wish(), due_on=_due_on()
            )
    except InvalidValue as refusal:
        db.session.rollback()
        return _new_page(refusal.sentence), 422
    return _asked(id_)


@page("/jobs/<pk>/again", who=APPROVER)
def again(pk: str) -> ResponseReturnValue:
    """The form for the same again: what it was, with quantities to change."""
    return _again_page(theirs(Job, pk))


@page("/jobs/<pk>/again", who=APPROVER, methods=("POST",))
def ask_again(pk: str) -> ResponseReturnValue:
    """Ask for the same again; sent twice, it is asked once."""
    earlier, id_ = theirs(Job, pk), _request_id()
    try:
        if not _is_there(id_):
            wanted: dict[str, Any] = {"quantities": _quantities(), "wish": _wish(), "due_on": _due_on()}
            same_again(db.session(), earlier, visitor().contact, id_=id_, **wanted)
    except (InvalidValue, RuleBroken) as refusal:
        db.session.rollback()
        return _again_page(theirs(Job, pk), str(getattr(refusal, "sentence", refusal))), 422
    return _asked(id_)


def _asked(id_: str) -> ResponseReturnValue:
    try:
        db.session.commit()
    except IntegrityError:  # the same request, sent at the same moment
        db.session.rollback()
    return redirect(url_for("portal.jobs_show", pk=id_), 303)


def _is_there(id_: str) -> bool:
    lock(visitor().customer)  # the same request, sent at the same moment
    known = db.session.get(Job, id_)
    if known is not None and known.customer_id != visitor().customer_id:
        abort(404)
    return known is not None


def _request_id() -> str:
    """The id that the form carries for the job it asks for."""
    try:
        id_ = ULID.from_str(request.form.get("request", ""))
        age = clock.now().timestamp() - id_.timestamp
    except ValueError:
        abort(400)
    if not -60 <= age <= OLDEST_FORM.total_seconds():
        abort(400, answers.OLD_PAGE)
    return str(id_)


def _wish() -> str:
    return request.form.get("wish", "").strip()[:LONGEST_WISH]


def _due_on() -> dt.date | None:
    text = request.form.get("due_on", "").strip()
    try:
        return iso_day(text) if text else None
    except ValueError:
        raise InvalidValue("due_on", "Write the day as in 2026-12-02, or leave it empty.") from None


def _quantities() -> dict[str, int]:
    """Pieces by the id of the size or item, from the fields `quantity-<id>`."""
    found = {}
    for name, text in request.form.items():
        if name.startswith("quantity-") and text.strip():
            if not (text.strip().isascii() and text.strip().isdigit() and len(text.strip()) <= 7):
                raise InvalidValue("quantity", "Quantities are whole numbers, such as 24.")
            found[name.removeprefix("quantity-")] = int(text)
    return found


def _new_page(error: str = "") -> str:
    return render("portal/new_quote.html", error=error, request_id=_kept_id(), typed=request.form)


def _again_page(job: Job, error: str = "") -> str:
    items = sa.select(JobItem).where(JobItem.job_id == job.id).order_by(JobItem.id)
    rows = db.session.scalars(items.options(selectinload(JobItem.sizes), selectinload(JobItem.product))).all()
    shown = [_item(row) for row in rows]
    return render(
        "portal/again.html", job=job, items=shown, error=error, request_id=_kept_id(), typed=request.form
    )


def _kept_id() -> str:
    return request.form.get("request", "")[:26] or new_id()


def _item(item: JobItem) -> dict[str, Any]:
    sizes = sorted(item.sizes, key=lambda size: size_order(size.size))
    name = item.description or (item.product.name if item.product else "Item")
    fields = [(size.id, size.size, size.quantity) for size in sizes] or [(item.id, "Pieces", item.quantity)]
    return {"name": name, "fields": fields}
