"""Sending a file: as it is and to be kept, or the pictures that were made of it.

Nothing of a file is held but a few kilobytes at a time, and no connection to the database is held while it goes out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

from flask import Response, abort, current_app, request
from werkzeug.http import quote_etag

from models.core.base import db
from models.core.sqlite import only_reading
from models.files import CustomerFile, DownloadDoor, note_download
from tasks.storage import LocalStorage, Missing, storage

from .ranges import Wanted, wanted

_UNSEEN: Final = (
    "The storage does not give the file now: try again in a few minutes, and tell us if it stays away."
)
_SAFE: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_ ().,"


def download(
    file: CustomerFile, door: DownloadDoor, *, contact_id: str | None = None, user_id: int | None = None
) -> Response:
    """The content of `file` to be kept under its name, whole or from where it broke off; logged when it begins.

    RuleBroken unless the file is available; 404 when the storage has lost it.
    """
    file.refuse_unavailable()
    key, size, etag = file.file_url, file.file_size, file.sha256 or file.id
    part = wanted(size, etag)
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-cache",
        "Content-Disposition": disposition(file.file_name),
        "ETag": quote_etag(etag),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    if part is None:
        return Response(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    if etag in request.if_none_match:
        return Response(status=304, headers=headers)
    mime_type = file.mime_type or "application/octet-stream"
    answer = _from_the_server_in_front(key, headers, mime_type) or _streamed(key, part, headers, mime_type)
    if request.method == "GET" and part.is_the_beginning:
        _note(file.id, door, contact_id, user_id)
    return answer


def _note(file_id: str, door: DownloadDoor, contact_id: str | None, user_id: int | None) -> None:
    """Log it in a transaction of its own: the one of the request only reads."""
    db.session.rollback()
    only_reading(False)
    try:
        file = db.session.get_one(CustomerFile, file_id)
        address = (request.remote_addr or "")[:45] or None
        note_download(db.session(), file, door, contact_id=contact_id, user_id=user_id, address=address)
        db.session.commit()
    finally:
        only_reading(True)


def _from_the_server_in_front(key: str, headers: dict[str, str], mime_type: str) -> Response | None:
    """The answer by which nginx sends the file itself (X-Accel-Redirect), ranges included; None without one."""
    prefix = current_app.config["SHOP_X_ACCEL_REDIRECT"]
    if not prefix or not isinstance(storage(), LocalStorage):
        return None
    return Response(headers={**headers, "X-Accel-Redirect": f"{prefix}{quote(key)}"}, mimetype=mime_type)


def _streamed(key: str, part: Wanted, headers: dict[str, str], mime_type: str) -> Response:
    body: Iterator[bytes] = iter(())
    if request.method != "HEAD":
        body = _opened(key, part)
    answer = Response(body, 206 if part.partly else 200, headers, mimetype=mime_type, direct_passthrough=True)
    answer.content_length = part.length
    if part.partly:
        answer.headers["Content-Range"] = part.content_range
    return answer


def _opened(key: str, part: Wanted) -> Iterator[bytes]:
    try:
        return storage().read(key, part.start, part.length if part.partly else None)
    except Missing:
        current_app.logger.error("The storage has nothing under %s, which a row names.", key)
        abort(404)
    except OSError:
        current_app.logger.exception("The storage does not answer.")
        abort(503, _UNSEEN)


def picture(key: str | None, etag: str) -> Response:
    """A preview or a small picture, shown in a page; 404 without one. It never changes, and is kept by the browser."""
    if key is None:
        abort(404)
    headers = {
        "Cache-Control": "private, max-age=86400, immutable",
        "ETag": quote_etag(etag),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    if etag in request.if_none_match:
        return Response(status=304, headers=headers)
    size = _size(key)
    return _streamed(key, Wanted(0, size, size, False), headers, "image/webp")


def _size(key: str) -> int:
    try:
        return storage().size(key)
    except Missing:
        abort(404)
    except OSError:
        abort(503, _UNSEEN)


def disposition(name: str) -> str:
    """The header that has a browser keep what comes, as `name` (RFC 6266; other letters than Latin by RFC 8187)."""
    plain = "".join(letter if letter in _SAFE else "_" for letter in name)
    if plain == name:
        return f'attachment; filename="{name}"'
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def picture_of(file: CustomerFile, kind: str) -> Any:
    """The `preview` or the `thumbnail` of `file`; 404 without one, or while it may not be opened."""
    if not file.is_available:
        abort(404)
    return picture(file.preview_key if kind == "preview" else file.thumbnail_key, f"{file.id}-{kind}")
