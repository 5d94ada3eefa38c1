"""Uploads that can be resumed, as https://tus.io/protocols/resumable-upload says: core, creation, expiration and
termination of version 1.0.0. The doors (staff, portal) say who sends, and for whom.

No connection to the database is held while bytes come in, and no more than a few kilobytes of them in memory.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from email.utils import format_datetime
from typing import Final

from flask import Response, abort, jsonify, make_response, request
from werkzeug.exceptions import ClientDisconnected

from models.core.base import db
from models.core.errors import RuleBroken
from models.core.sqlite import only_reading
from models.files import LARGEST, Upload
from tasks import quarantine, uploads
from tasks.uploads import Elsewhere, TooMuch

VERSION: Final = "1.0.0"
BODY: Final = "application/offset+octet-stream"
METHODS: Final = ("HEAD", "PATCH", "DELETE")

_LONGEST_METADATA: Final = 4096
_MOST_DIGITS: Final = 12


def _answered(status: int, sentence: str = "", **headers: str) -> Response:
    """The answer `status`, told as tus and as our script understand it."""
    answer = make_response(jsonify(message=sentence) if sentence else "", status)
    answer.headers["Tus-Resumable"] = VERSION
    answer.headers["Cache-Control"] = "no-store"
    for name, value in headers.items():
        answer.headers[name.replace("_", "-")] = value
    return answer


def options() -> Response:
    """What this server can do."""
    told = {
        "Tus_Version": VERSION,
        "Tus_Extension": "creation,expiration,termination",
        "Tus_Max_Size": str(LARGEST),
    }
    return _answered(204, **told)


def wrong_version() -> Response | None:
    """The answer to a client of another version; None for one of ours."""
    if request.headers.get("Tus-Resumable") == VERSION:
        return None
    return _answered(412, "The program that sends speaks another version of tus.", Tus_Version=VERSION)


def announced() -> tuple[int, dict[str, str]]:
    """How large the new upload will be, and what is said about it (`filename`, …); 400 when it is not well-formed."""
    return _number("Upload-Length"), _metadata(request.headers.get("Upload-Metadata", ""))


def _number(header: str) -> int:
    value = request.headers.get(header, "")
    if not (value.isascii() and value.isdecimal() and len(value) <= _MOST_DIGITS):
        abort(400, f"{header} must be a number of bytes.")
    return int(value)


def _metadata(header: str) -> dict[str, str]:
    if len(header) > _LONGEST_METADATA:
        abort(400, "Upload-Metadata is too long.")
    told = {}
    for pair in filter(None, (each.strip() for each in header.split(","))):
        name, _, value = pair.partition(" ")
        try:
            told[name] = base64.b64decode(value, validate=True).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            abort(400, "Upload-Metadata is not well-formed.")
    return told


def create(open_it: Callable[[], Upload], address_of: Callable[[str], str]) -> Response:
    """Begin the upload that `open_it` opens; it is sent to `address_of` its id."""
    upload = open_it()
    uploads.refuse_without_room(db.session())
    uploads.create(upload.id)
    upload_id, expires = upload.id, format_datetime(upload.expires_at, usegmt=True)
    db.session.commit()
    return _answered(201, Location=address_of(upload_id), Upload_Offset="0", Upload_Expires=expires)


def speak(upload: Upload) -> Response:
    """Answer HEAD, PATCH or DELETE about `upload`, which is the visitor's own."""
    refusal = wrong_version()
    if refusal is not None:
        return refusal
    if not upload.is_open and upload.file_id is None:
        return _answered(410, "This upload was broken off too long ago: begin again.")
    deeds = {"HEAD": _tell, "PATCH": _take, "DELETE": _end}
    return deeds[request.method](upload)


def _tell(upload: Upload) -> Response:
    size, came = upload.file_size, _came(upload)
    finish(upload)
    return _answered(200, Upload_Offset=str(came), Upload_Length=str(size))


def _came(upload: Upload) -> int:
    return upload.file_size if upload.file_id else uploads.received(upload.id)


def _take(upload: Upload) -> Response:
    if request.mimetype != BODY:
        return _answered(415, f"The bytes of a file come as {BODY}.")
    offset, upload_id, size = _number("Upload-Offset"), upload.id, upload.file_size
    if offset != _came(upload):
        return _elsewhere()
    db.session.rollback()  # nobody waits for the database while the bytes come in
    try:
        came = uploads.append(upload_id, offset, size, request.stream)
    except ClientDisconnected:
        came = uploads.received(upload_id)
    except (Elsewhere, FileNotFoundError):
        return _elsewhere()
    except TooMuch:
        return _answered(413, "More came than was announced: begin again.")
    except OSError:
        return _answered(507, "The shop has no room for this file now: tell us, and send it later.")
    known = db.session.get(Upload, upload_id)
    if known is None:
        return _answered(404, "This upload was ended meanwhile.")
    upload = known
    upload.go_on()
    expires = format_datetime(upload.expires_at, usegmt=True)
    finish(upload)
    return _answered(204, Upload_Offset=str(came), Upload_Expires=expires)


def _elsewhere() -> Response:
    return _answered(
        409, "More of the file is there than this connection knows: ask how much, and go on from there."
    )


def _end(upload: Upload) -> Response:
    if upload.file_id is not None:
        raise RuleBroken(f"{upload.file_name} has arrived already: it is among the files.")
    uploads.forget(db.session(), upload)
    db.session.commit()
    return _answered(204)


def finish(upload: Upload) -> None:
    """When all is there, make a file of it, and have it looked at; commits."""
    only_reading(False)
    if upload.file_id is None and uploads.received(upload.id) == upload.file_size:
        db.session.rollback()  # it may have begun by only reading
        file = uploads.settle(db.session(), db.session.get_one(Upload, upload.id))
        file_id = file.id if file else ""
        db.session.commit()
        if file_id:
            quarantine.start(file_id)
    else:
        db.session.commit()


def status(upload: Upload) -> Response:
    """`{"status", "message", "file", "name"}`: what came of it. `file` is the id of the file that may be used."""
    upload_id = upload.id
    finish(upload)
    db.session.expire_all()
    upload = db.session.get_one(Upload, upload_id)
    file = upload.file
    told = {
        "status": file.status.name if file else "UPLOADING",
        "message": (file.remark or "") if file else "",
        "file": file.id if file and file.is_available else None,
        "name": upload.file_name,
    }
    answer = make_response(jsonify(told))
    answer.headers["Cache-Control"] = "no-store"
    return answer
