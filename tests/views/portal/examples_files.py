"""Addresses of the pages of files and uploads."""

from __future__ import annotations

from models.files import FileCategory, open_upload
from tasks import uploads
from tasks.files import keep
from tests.tasks import specimens


def _file(session, cast):
    kept = keep(
        session,
        specimens.picture(),
        customer=cast.acme,
        category=FileCategory.PROOF,
        file_name="proof.png",
        is_public=True,
    )
    session.commit()
    return {"pk": kept.id}


def _upload(session, cast):
    begun = open_upload(
        session,
        customer=cast.acme,
        file_name="sketch.png",
        file_size=9,
        category=FileCategory.REFERENCE,
        contact=cast.ann,
    )
    uploads.create(begun.id)
    session.commit()
    return {"pk": begun.id}


EXAMPLES = {
    "files_fetch": _file,
    "files_preview": _file,
    "files_thumbnail": _file,
    "uploads_speak": _upload,
    "uploads_status": _upload,
}
