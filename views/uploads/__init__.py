"""Uploads by the staff: `/upload/` begins one, `/upload/<id>` takes its bytes, `/upload/<id>/status.json` tells."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from flask import Blueprint, Flask, abort, current_app, render_template, request, url_for

from models.core.base import db
from models.core.errors import InvalidValue
from models.core.roles import ARTIST, MANAGER, OFFICE
from models.customers import Customer
from models.files import CATEGORY_WORDS, LARGEST, CustomerFile, FileCategory, Upload, open_upload
from models.jobs import Job

from ..core.access import visit
from ..core.access.grants import grant
from ..core.access.person import require, staff
from ..files.screens import may_open
from ..files.words import size_of
from . import tus

bp: Final = Blueprint("uploads", __name__, url_prefix="/upload")

_SHOWN: Final = 50
"""Files of a job or a customer on the page of uploads: the newest."""

_PERMISSION: Final = ("can_upload", "customer_files")


def init_app(app: Flask) -> None:
    """Take files from whoever may add some."""
    grant({ARTIST, OFFICE, MANAGER}, [_PERMISSION[0]], _PERMISSION[1])
    visit.LARGE_BODIES["uploads.speak"] = (tus.BODY, LARGEST)
    app.register_blueprint(bp)


@bp.before_request
def _for_those_who_may() -> None:
    require(*_PERMISSION)


@bp.route("/", methods=["OPTIONS"])
def options() -> Any:
    """What this server can do."""
    return tus.options()


@bp.get("/")
def page() -> Any:
    """Send files for the job or the customer that the address names, and see those that are there."""
    job = db.session.get(Job, request.args.get("job", "")[:26])
    customer = job.customer if job else db.session.get(Customer, request.args.get("customer", "")[:26])
    if customer is None:
        abort(404)
    theirs = CustomerFile.job_id == job.id if job else CustomerFile.customer_id == customer.id
    newest = sa.select(CustomerFile).where(theirs).order_by(CustomerFile.id.desc()).limit(_SHOWN)
    return render_template(
        "files/send.html",
        appbuilder=current_app.extensions["appbuilder"],
        base_template="layout.html",
        job=job,
        customer=customer,
        files=[file for file in db.session.scalars(newest) if may_open(file)],
        categories=CATEGORY_WORDS,
        size_of=size_of,
    )


@bp.post("/")
def create() -> Any:
    """Begin an upload for the customer and job that the metadata name."""
    return tus.wrong_version() or tus.create(_opened, lambda id_: url_for("uploads.speak", upload_id=id_))


def _opened() -> Upload:
    size, told = tus.announced()
    job = db.session.get(Job, told.get("job", "")[:26])
    customer = db.session.get(Customer, told.get("customer", "")[:26]) or (job.customer if job else None)
    if customer is None or (told.get("job") and (job is None or job.customer_id != customer.id)):
        raise InvalidValue("customer", "Choose the customer, and a job of theirs, that the file is for.")
    user = staff()
    return open_upload(
        db.session(),
        customer=customer,
        job=job,
        file_name=told.get("filename", ""),
        file_size=size,
        category=category_of(told, FileCategory.OTHER),
        is_public=told.get("public") == "1",
        user_id=user.id if user else None,
    )


def category_of(told: dict[str, str], otherwise: FileCategory) -> FileCategory:
    """The category that the metadata name, else `otherwise`."""
    name = told.get("category", "")
    return FileCategory[name] if name in FileCategory.__members__ else otherwise


@bp.route("/<upload_id>", methods=tus.METHODS)
def speak(upload_id: str) -> Any:
    """How much is there; more of it; an end to it."""
    return tus.speak(_own(upload_id))


@bp.get("/<upload_id>/status.json")
def status(upload_id: str) -> Any:
    """What came of it."""
    return tus.status(_own(upload_id))


def _own(upload_id: str) -> Upload:
    upload = db.session.get(Upload, upload_id[:26])
    user = staff()
    if upload is None or user is None or upload.user_id != user.id:
        abort(404)
    return upload
