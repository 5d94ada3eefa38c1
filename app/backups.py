"""The whole shop in one archive, and back: the database as of one moment, the files, and the keys.

The queue is not in it: what must happen is written in the database, and the sweep finds it there.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import tarfile
import tempfile
from pathlib import Path
from typing import Any, Final

from models.core import clock
from models.core.base import db

from . import databases, first_start, running
from .config import Settings

_FORMAT: Final = 1


class BackupRefused(Exception):
    """One sentence saying why nothing was done."""


def backup(settings: Settings, destination: Path) -> Path:
    """Write an archive that only its owner can read, and return its path; a directory gets one named by the time.

    The shop may be running. BackupRefused when the file exists.
    """
    if destination.is_dir():
        destination /= f"shop-{clock.now():%Y%m%d-%H%M%S}.tar.gz"
    draft = destination.with_name(f".{destination.name}.{os.getpid()}")
    if destination.exists() or not destination.parent.is_dir():
        raise BackupRefused(f"{destination} must be a new file in a directory that exists.")
    with tempfile.TemporaryDirectory(dir=settings.data_dir) as room, _private(draft) as file:
        copy = Path(room) / "database"
        databases.dump(settings, copy)
        with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as archive:
            _fill(archive, settings, copy)
    draft.rename(destination)
    return destination


def _private(path: Path) -> Any:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _fill(archive: tarfile.TarFile, settings: Settings, copy: Path) -> None:
    manifest = {"format": _FORMAT, "database": databases.kind(settings), "made": clock.now().isoformat()}
    _add_text(archive, "manifest.json", json.dumps(manifest, indent=2))
    _add_text(archive, "keys/secret_key", settings.secret_key)
    _add_text(archive, "keys/encryption_keys", ",".join(settings.encryption_keys))
    archive.add(copy, "database")
    for name, directory in _directories(settings).items():
        if directory.is_dir():
            archive.add(directory, name)


def _directories(settings: Settings) -> dict[str, Path]:
    return {"files": settings.storage_path, "mail": settings.data_dir / "mail"}


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    member = tarfile.TarInfo(name)
    content = f"{text}\n".encode()
    member.size, member.mode, member.mtime = len(content), 0o600, int(clock.now().timestamp())
    archive.addfile(member, io.BytesIO(content))


def restore(settings: Settings, source: Path, *, replace: bool) -> None:
    """Put the shop of the archive `source` in the place of this one, which must not be running.

    Called within an application context. BackupRefused unless this shop is empty or `replace` is given, and when
    the archive does not fit.
    """
    with running.alone(settings), tempfile.TemporaryDirectory(dir=settings.data_dir) as room:
        unpacked = Path(room)
        _unpack(source, unpacked)
        _refuse_unfit(settings, unpacked)
        if not replace and _is_used(settings):
            raise BackupRefused("This shop is not empty: --force replaces all of it by the backup.")
        db.engine.dispose()
        databases.load(settings, unpacked / "database")
        for name, directory in {**_directories(settings), "keys": settings.data_dir / "keys"}.items():
            _replace(directory, unpacked / name)


def _unpack(source: Path, room: Path) -> None:
    try:
        with tarfile.open(source, "r:gz") as archive:
            if any(not (member.isfile() or member.isdir()) for member in archive.getmembers()):
                raise BackupRefused(f"{source} holds links or devices: the shop never wrote it.")
            archive.extraction_filter = getattr(tarfile, "data_filter", None)  # nothing may leave the room
            archive.extractall(room)  # noqa: S202
    except (OSError, tarfile.TarError, EOFError) as error:
        raise BackupRefused(f"{source} is not a readable backup of the shop ({error}).") from None


def _refuse_unfit(settings: Settings, unpacked: Path) -> None:
    try:
        manifest = json.loads((unpacked / "manifest.json").read_text())
        secret_key = (unpacked / "keys" / "secret_key").read_text().strip()
    except (OSError, ValueError):
        raise BackupRefused("The archive is not a backup of the shop.") from None
    if manifest.get("format") != _FORMAT:
        raise BackupRefused("The backup was made by another version of the shop, which must restore it.")
    if manifest["database"] != databases.kind(settings):
        raise BackupRefused(f"The backup is of a {manifest['database']} database: set DATABASE_URL to one.")
    if os.environ.get("SECRET_KEY", secret_key) != secret_key:
        raise BackupRefused(
            "The backup was made with another SECRET_KEY (in it as keys/secret_key): set that one."
        )


def _is_used(settings: Settings) -> bool:
    stored = (directory for directory in _directories(settings).values() if directory.is_dir())
    return first_start.is_used() or any(any(directory.iterdir()) for directory in stored)


def _replace(directory: Path, by: Path) -> None:
    if directory.exists():
        shutil.rmtree(directory)
    if by.is_dir():
        directory.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(by, directory)
