"""Uploads by the visitor: as the staff's (`views/uploads`), for their own customer and jobs alone."""

from __future__ import annotations

from typing import Final

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from models.core.base import db
from models.files import LARGEST, FileCategory, Upload, open_upload
from models.jobs import Job

from ..core.access import visit
from ..uploads import category_of, tus
from .door import OPEN, VIEWER, page
from .visitor import known, theirs, visitor

_SENT: Final = frozenset(
    {FileCategory.REFERENCE, FileCategory.FINAL_DESIGN, FileCategory.PHOTO, FileCategory.OTHER}
)
"""What a customer may call a file of theirs; invoices and proofs come from the shop."""


@page("/files/uploads", who=OPEN, methods=("OPTIONS",), csrf=False)
def options() -> ResponseReturnValue:
    """What this server can do."""
    return tus.options()


@page("/files/uploads", who=VIEWER, methods=("POST",))
def create() -> ResponseReturnValue:
    """Begin an upload, perhaps for the job that the metadata name."""
    return tus.wrong_version() or tus.create(_opened, lambda id_: url_for("portal.uploads_speak", pk=id_))


def _opened() -> Upload:
    size, told = tus.announced()
    inside, category = visitor(), category_of(told, FileCategory.REFERENCE)
    return open_upload(
        db.session(),
        customer=inside.customer,
        job=theirs(Job, told["job"]) if told.get("job") else None,
        file_name=told.get("filename", ""),
        file_size=size,
        category=category if category in _SENT else FileCategory.REFERENCE,
        is_public=True,
        contact=inside.contact,
    )


@page("/files/uploads/<pk>", who=VIEWER, methods=tus.METHODS)
def speak(pk: str) -> ResponseReturnValue:
    """How much is there; more of it; an end to it."""
    return tus.speak(_own(pk))


@page("/files/uploads/<pk>/status.json", who=VIEWER)
def status(pk: str) -> ResponseReturnValue:
    """What came of it."""
    return tus.status(_own(pk))


def _own(pk: str) -> Upload:
    """The visitor's own; whoever looks as them has none, since even asking about one may end it."""
    upload, inside = known(Upload, pk), visitor()
    if upload is None or upload.contact_id != inside.contact.id or inside.read_only:
        abort(404)
    return upload


visit.LARGE_BODIES["portal.uploads_speak"] = (tus.BODY, LARGEST)
