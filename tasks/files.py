"""Files that the shop makes or reads itself: kept in the storage, with their row."""

from __future__ import annotations

import hashlib
import mimetypes
import tempfile
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from models.core.base import new_id
from models.customers import Customer, CustomerContact
from models.files import CustomerFile, FileCategory, plain_name
from models.jobs import Job

from . import previews
from .storage import CHUNK, storage

_UNKNOWN: Final = "application/octet-stream"


def new_key() -> str:
    """A key of the storage for the content of another file."""
    return f"files/{new_id()}"


def keep(
    session: Session,
    source: bytes | Path,
    *,
    customer: Customer,
    category: FileCategory,
    file_name: str,
    job: Job | None = None,
    name: str | None = None,
    description: str | None = None,
    is_public: bool = False,
    contact: CustomerContact | None = None,
    user_id: int | None = None,
    mime_type: str | None = None,
) -> CustomerFile:
    """Keep a file that the program made, or read from a place that it trusts: available at once, with its preview.

    `mime_type` is guessed from `file_name` when it is not given. What `contact` sends comes through an upload, which
    is checked; here it only says whose file it is. Flushed, not committed: a transaction that is rolled back leaves
    content that no row names, which costs space and nothing else.
    """
    with tempfile.TemporaryDirectory() as room:
        path = _as_path(source, Path(room))
        file = CustomerFile(
            id=new_id(),
            customer_id=customer.id,
            job_id=job.id if job else None,
            name=name or plain_name(file_name),
            description=description,
            category=category,
            is_public=is_public,
            file_url=new_key(),
            file_name=plain_name(file_name),
            file_size=path.stat().st_size,
            contact_id=contact.id if contact else None,
            user_id=user_id,
        )
        session.add(file)
        _admit(session, file, path, mime_type or mimetypes.guess_type(file_name)[0] or _UNKNOWN)
        previews.add(file, path, Path(room))
    session.flush()
    return file


def _admit(session: Session, file: CustomerFile, path: Path, mime_type: str) -> None:
    storage().put(file.file_url, path, mime_type)
    session.flush()
    file.admit(mime_type, sha256_of(path))


def _as_path(source: bytes | Path, room: Path) -> Path:
    if isinstance(source, Path):
        return source
    path = room / "content"
    path.write_bytes(source)
    return path


def sha256_of(path: Path) -> str:
    """The SHA-256 of the content, as 64 hexadecimal digits, read a little at a time."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def stored_sha256(file: CustomerFile) -> str | None:
    """The SHA-256 of what the storage holds of `file` now; None when it holds nothing. Read a little at a time."""
    digest = hashlib.sha256()
    try:
        for chunk in storage().read(file.file_url):
            digest.update(chunk)
    except LookupError:
        return None
    return digest.hexdigest()
