"""Uploads by the staff: `/upload/` begins one, `/upload/<id>` takes its bytes, `/upload/<id>/status.json` tells."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Flask, abort, url_for

from models.core.base import db
from models.core.errors import InvalidValue
from models.core.roles import ARTIST, MANAGER, OFFICE
from models.customers import Customer
from models.files import LARGEST, FileCategory, Upload, open_upload
from models.jobs import Job

from ..core.access import visit
from ..core.access.grants import grant
from ..core.access.person import require, staff
from . import tus

bp: Final = Blueprint("uploads", __name__, url_prefix="/upload")

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
