"""The visitor's files: what the shop shares and what they sent, by job; fetching one; sending more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy.orm import Session, joinedload

from models.core import clock
from models.core.base import db
from models.core.dates import short_day
from models.core.prefixes import begins
from models.files import CATEGORY_WORDS, CustomerFile, FileCategory, FileStatus
from models.jobs import Job

from ..files.sending import picture_of
from ..files.words import kind_of, mark_of, size_of
from .door import VIEWER, page
from .downloads import fetched
from .frame import job_card, render
from .visitor import Visitor, theirs, visitor

MOST: Final = 200
"""Files on a page: the newest."""
ON_A_CARD: Final = 6


@dataclass(frozen=True)
class Shown:
    """A file as it is drawn. `state` says why it cannot be fetched, and `picture` is "" without one."""

    id: str
    name: str
    meta: str
    mark: str
    picture: str
    large: str
    state: str
    description: str


@dataclass(frozen=True)
class Shelf:
    """The files of a job, or those of none (without `job`)."""

    job: Job | None
    files: list[Shown]


@dataclass(frozen=True)
class Tab:
    """A category with how many files it has."""

    name: str
    title: str
    count: int
    here: bool


@page("/files/", who=VIEWER)
def library() -> ResponseReturnValue:
    """All files, by job; one category, or those whose name has what was typed in it."""
    session, inside = db.session(), visitor()
    chosen, typed = request.args.get("category", ""), request.args.get("find", "").strip()[:200]
    found = sa.select(CustomerFile).where(CustomerFile.shown_to(inside.customer_id))
    if chosen in FileCategory.__members__:
        found = found.where(CustomerFile.category == FileCategory[chosen])
    if typed:
        found = found.where(sa.or_(begins(CustomerFile.name, typed), _within(typed)))
    newest = found.options(joinedload(CustomerFile.job)).order_by(CustomerFile.id.desc()).limit(MOST)
    shelves = _shelves(session.scalars(newest))
    return render(
        "portal/files/library.html",
        shelves=shelves,
        categories=_tabs(session, inside.customer_id, chosen),
        find=typed,
        category=chosen,
        jobs=_jobs(session, inside),
    )


def _within(typed: str) -> sa.ColumnElement[bool]:
    return CustomerFile.name.icontains(typed, autoescape=True)


def _tabs(session: Session, customer_id: str, chosen: str) -> list[Tab]:
    counted = sa.select(CustomerFile.category, sa.func.count()).where(CustomerFile.shown_to(customer_id))
    counts = dict(iter(session.execute(counted.group_by(CustomerFile.category))))
    everything = Tab("", "All", sum(counts.values()), chosen not in FileCategory.__members__)
    return [everything] + [
        Tab(category.name, words, counts[category], chosen == category.name)
        for category, words in CATEGORY_WORDS.items()
        if category in counts
    ]


def _shelves(files: Iterable[CustomerFile]) -> list[Shelf]:
    """By job, the one with the newest file first; what belongs to no job last."""
    by_job: dict[str, Shelf] = {}
    for file in files:
        by_job.setdefault(file.job_id or "", Shelf(file.job, [])).files.append(_shown(file))
    return sorted(by_job.values(), key=lambda shelf: shelf.job is None)


def _jobs(session: Session, inside: Visitor) -> list[Job]:
    """The jobs that a file may be sent for, the newest first."""
    mine = sa.select(Job).where(Job.customer_id == inside.customer_id)
    return list(session.scalars(mine.order_by(Job.id.desc()).limit(50)))


def _shown(file: CustomerFile) -> Shown:
    day = clock.shop_day(file.created_at)
    when = "today" if day == clock.shop_day() else short_day(day)
    states = {
        FileStatus.AVAILABLE: "",
        FileStatus.QUARANTINED: "Being checked: it is there in a moment.",
        FileStatus.REFUSED: f"Not kept: {file.remark}",
    }
    drawn = file.is_available and file.thumbnail_key is not None
    return Shown(
        file.id,
        file.name,
        f"{kind_of(file)} · {size_of(file)} · {when}",
        mark_of(file),
        url_for("portal.files_thumbnail", pk=file.id) if drawn else "",
        url_for("portal.files_preview", pk=file.id) if drawn else "",
        states[file.status],
        file.description or "",
    )


@page("/files/<pk>/download", who=VIEWER)
def fetch(pk: str) -> ResponseReturnValue:
    """The file itself, under its name."""
    return fetched(_theirs(pk))


@page("/files/<pk>/preview", who=VIEWER)
def preview(pk: str) -> ResponseReturnValue:
    """A picture of it, as large as a screen."""
    return picture_of(_theirs(pk), "preview")


@page("/files/<pk>/thumbnail", who=VIEWER)
def thumbnail(pk: str) -> ResponseReturnValue:
    """A small picture of it."""
    return picture_of(_theirs(pk), "thumbnail")


def _theirs(pk: str) -> CustomerFile:
    file = theirs(CustomerFile, pk)
    if not file.is_shown_to_customer():
        abort(404)
    return file


@job_card(place="side", position=20)
def files_card(job: Job, inside: Visitor) -> Markup | None:
    """The latest files of a job, but photos."""
    return _card("portal/files/card.html", job, inside, CustomerFile.category != FileCategory.PHOTO)


@job_card(place="main", position=30)
def photos_card(job: Job, inside: Visitor) -> Markup | None:
    """The latest photos of a job."""
    pictures = sa.and_(CustomerFile.category == FileCategory.PHOTO, CustomerFile.thumbnail_key.is_not(None))
    return _card("portal/files/photos.html", job, inside, pictures)


def _card(template: str, job: Job, inside: Visitor, which: sa.ColumnElement[bool]) -> Markup | None:
    mine = sa.select(CustomerFile).where(
        CustomerFile.shown_to(inside.customer_id), CustomerFile.job_id == job.id
    )
    newest = mine.where(which).order_by(CustomerFile.id.desc()).limit(ON_A_CARD)
    shown: list[Any] = [_shown(file) for file in db.session.scalars(newest)]
    if not shown:
        return None
    return Markup(render_template(template, job=job, files=shown))  # noqa: S704 - a template of ours, which escapes
