"""The bytes of uploads: written as they come, where they wait to be looked at.

How many there are is the size of the file: nothing else can disagree with it after a crash.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import IO, BinaryIO, Final

from sqlalchemy.orm import Session

from models.core.base import lock
from models.core.errors import RuleBroken
from models.files import CustomerFile, Upload, begun_uploads, expired_uploads

from . import quarantine
from .storage import CHUNK

SPARE: Final = 512 * 1024 * 1024
"""Bytes of the disk that uploads leave free."""


class Elsewhere(Exception):
    """More of the upload came meanwhile by another connection: ask how much there is, and go on from there."""


class TooMuch(Exception):
    """More came than was announced."""


def key_of(upload_id: str) -> str:
    """The key under which the storage will keep what is uploaded."""
    return f"files/{upload_id}"


def _place(upload_id: str) -> Path:
    return quarantine.waiting_place(key_of(upload_id))


def refuse_without_room(session: Session) -> None:
    """RuleBroken when the disk has no room for what is announced and has not come, this upload included."""
    to_come = sum(max(size - received(id_), 0) for id_, size in begun_uploads(session))
    if _free() < to_come + SPARE:
        raise RuleBroken("The shop has no room for this file now: tell us, and send it later.")


def _free() -> int:
    return shutil.disk_usage(quarantine.incoming()).free


def create(upload_id: str) -> None:
    """Begin the upload's file, for the shop's own user alone."""
    os.close(os.open(_place(upload_id), os.O_WRONLY | os.O_CREAT, 0o600))


def received(upload_id: str) -> int:
    """How many bytes came so far; 0 when there is no file."""
    try:
        return _place(upload_id).stat().st_size
    except FileNotFoundError:
        return 0


def append(upload_id: str, offset: int, size: int, stream: IO[bytes]) -> int:
    """Write what `stream` brings after the first `offset` bytes, and return how many there are then.

    What came before `stream` broke off is kept. Two connections cannot mix: each writes only where it believes the
    file to end, so that the one that was given up for lost notices. Elsewhere, TooMuch (with what fits kept), OSError.
    """
    with _place(upload_id).open("r+b") as file:
        for chunk in _chunks(stream):
            if offset + len(chunk) > size:
                raise TooMuch
            if _free() < SPARE // 2:  # others write to the disk as well; the database needs the rest
                raise OSError(errno.ENOSPC, "The disk is nearly full.")
            offset = _write(file, offset, chunk)
        os.fsync(file.fileno())
    return offset


def _chunks(stream: IO[bytes]) -> Iterable[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk


def _write(file: BinaryIO, offset: int, chunk: bytes) -> int:
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        if file.seek(0, os.SEEK_END) != offset:
            raise Elsewhere
        file.write(chunk)
        file.flush()
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)
    return offset + len(chunk)


def settle(session: Session, upload: Upload) -> CustomerFile | None:
    """The file of an upload that is all there, in quarantine; None while some is missing. Does not commit."""
    if upload.file_id is None and received(upload.id) == upload.file_size:
        lock(upload)
        if upload.file_id is None:
            return upload.become_file(key_of(upload.id))
    return session.get(CustomerFile, upload.file_id) if upload.file_id else None


def forget(session: Session, upload: Upload) -> None:
    """Forget an upload, and what came of it unless it has become a file. Does not commit."""
    if upload.file_id is None:
        _place(upload.id).unlink(missing_ok=True)
    session.delete(upload)


def forget_expired(session: Session) -> None:
    """Forget the uploads whose time is over."""
    for upload in expired_uploads(session):
        forget(session, upload)
    session.commit()
