"""The visitor's threads with the shop: one a job, written to on a page of its own or on the job's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from models.core.base import db
from models.core.dates import short_moment
from models.core.errors import InvalidValue
from models.jobs import Job
from models.messages import (
    LONGEST_TEXT,
    Message,
    MessageSide,
    Thread,
    excerpt,
    mark_read_by,
    thread,
    threads_of,
    unread_by_contact,
    unread_count,
    write_as_contact,
)

from .door import VIEWER, page
from .frame import job_card, render, tab_count
from .visitor import Visitor, theirs, visitor

LATEST: Final = 6
"""Messages on the page of a job; the thread's own page has all that fit there."""
MOST: Final = 200


@dataclass(frozen=True)
class Bubble:
    """A message as it is drawn: `who` said it and `when`; `mine` when the visitor's side did."""

    id: str
    text: str
    who: str
    when: str
    mine: bool


@page("/messages/", who=VIEWER)
def threads() -> ResponseReturnValue:
    """The jobs that were written about, the last first, and those that run."""
    shown = threads_of(db.session(), visitor().contact)
    return render("portal/messages/threads.html", threads=[_told(each) for each in shown])


@page("/messages/<pk>", who=VIEWER)
def show(pk: str) -> ResponseReturnValue:
    """The thread of a job."""
    return _page(theirs(Job, pk))


@page("/messages/<pk>", who=VIEWER, methods=("POST",))
def write(pk: str) -> ResponseReturnValue:
    """Write to the shop about a job."""
    job, text = theirs(Job, pk), request.form.get("text", "")
    from_job = request.form.get("from") == "job"
    try:
        write_as_contact(db.session(), job, visitor().contact, text)
        db.session.commit()
    except InvalidValue as refusal:  # what was typed is kept
        db.session.rollback()
        return make_response(_page(theirs(Job, pk), text, refusal.sentence), 422)
    there = f"/portal/jobs/{job.id}#messages" if from_job else f"/portal/messages/{job.id}#latest"
    return redirect(there, 303)


@page("/messages/<pk>/read", who=VIEWER, methods=("POST",))
def read(pk: str) -> ResponseReturnValue:
    """The visitor has seen the thread to the message `up_to`."""
    job, last = theirs(Job, pk), theirs(Message, request.form.get("up_to", ""))
    if last.job_id != job.id:
        abort(404)
    mark_read_by(db.session(), visitor().contact, job, up_to=last.id)
    db.session.commit()
    return redirect(url_for("portal.messages_show", pk=pk), 303)


@tab_count("messages")
def unread(inside: Visitor) -> int:
    """How many messages of the shop the visitor has not read."""
    return unread_count(db.session(), inside.contact)


@job_card(place="side", position=10)
def card(job: Job, inside: Visitor) -> Markup | None:
    """The latest of the thread on the job's page, and a field to write."""
    return Markup(  # noqa: S704 - a template of ours, which escapes
        render_template("portal/messages/card.html", visitor=inside, **_parts(job, inside, LATEST))
    )


def _page(job: Job, text: str = "", error: str = "") -> str:
    values = _parts(job, visitor(), MOST)
    return render("portal/messages/thread.html", **values, text=text, error=error)


def _parts(job: Job, inside: Visitor, limit: int) -> dict[str, object]:
    """What both pages of a thread draw: its last `limit` messages in order, and whether some are unread."""
    newest = thread(job).order_by(None).order_by(Message.id.desc()).limit(limit + 1)
    found = list(db.session.scalars(newest))
    unread = unread_by_contact(inside.contact).where(Message.job_id == job.id).limit(1)
    return {
        "job": job,
        "bubbles": [_bubble(each, inside) for each in reversed(found[:limit])],
        "more": len(found) > limit,
        "unread": db.session.scalar(unread) is not None,
        "longest": LONGEST_TEXT,
    }


def _bubble(message: Message, inside: Visitor) -> Bubble:
    return Bubble(
        message.id,
        message.text,
        _who(message, inside),
        short_moment(message.created_at),
        message.side == MessageSide.CUSTOMER,
    )


def _who(message: Message, inside: Visitor) -> str:
    if message.side == MessageSide.SHOP:
        return f"{message.staff_user.first_name}, the shop" if message.staff_user else "The shop"
    who = "You" if message.contact_id == inside.contact.id else str(message.contact or inside.customer)
    how = _HOW.get(message.channel.value, "")
    return f"{who}, {how}" if how else who


_HOW: Final = {"PHONE": "by phone", "COUNTER": "at the counter", "MAIL": "by mail"}


def _told(each: Thread) -> dict[str, object]:
    last = each.last
    return {
        "job": each.job,
        "last": excerpt(last.text) if last is not None else "",
        "who": _who(last, visitor()) if last is not None else "",
        "when": short_moment(last.created_at) if last is not None else "",
        "unread": each.unread,
    }
