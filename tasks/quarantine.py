"""From quarantine into the library: what was sent is looked at by the worker, and then kept or refused.

A file waits under DATA_DIR/incoming, named by the last part of its key. The work can be done twice: only the commit
at its end counts, and the file leaves the quarantine after it.
"""

from __future__ import annotations

import datetime as dt
import logging
import tempfile
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from models.core import clock
from models.core.actor import SYSTEM
from models.core.base import db, lock
from models.core.sqlite import reading
from models.files import CustomerFile, FileStatus

from . import previews, queue, scanner
from .checking.findings import Findings
from .files import sha256_of
from .looking import look_at
from .running import at_work
from .storage import storage

_SECONDS: Final = 900
_PATIENCE: Final = dt.timedelta(minutes=2)
_VIRUS: Final = "The virus scanner found something in it: clean your machine, and send the file again."
_LOST: Final = "It did not arrive whole: send it again."

_log = logging.getLogger(__name__)


def incoming() -> Path:
    """Where files wait that are on their way in, or not looked at yet."""
    path = Path(current_app.config["SHOP_DATA_DIR"]) / "incoming"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def waiting_place(key: str) -> Path:
    """Where the content waits that will be kept under `key`."""
    return incoming() / Path(key).name


def start(file_id: str) -> None:
    """Have the worker look at a file, or do it here when no worker can. Commit before."""
    if not queue.enqueue_long(check, file_id, seconds=_SECONDS):
        check(file_id)


def check(file_id: str) -> None:
    """Look at the file, keep or refuse it. When storage or scanner do not answer it waits for the clock."""
    with at_work(SYSTEM):
        with reading():
            file = db.session.get(CustomerFile, file_id)
            told = (file.file_url, file.file_name) if file and file.status == FileStatus.QUARANTINED else None
            db.session.rollback()
        if told is None:
            return
        try:
            _check(db.session(), file_id, *told)
        except OSError:
            db.session.rollback()
            _log.exception("The file %s stays in quarantine for now.", file_id)


def _check(session: Session, file_id: str, key: str, file_name: str) -> None:
    """No transaction is open while the file is looked at."""
    path = waiting_place(key)
    with tempfile.TemporaryDirectory(dir=incoming()) as folder:
        room = Path(folder)
        found, sha256 = _looked_at(path, file_name, room)
        if not found.refusal:
            storage().put(key, path, found.mime_type)
        _conclude(session, file_id, found, sha256, room)
    path.unlink(missing_ok=True)


def _looked_at(path: Path, file_name: str, room: Path) -> tuple[Findings, str]:
    if not path.is_file():
        return Findings(refusal=_LOST), ""
    if not scanner.is_clean(path):
        return Findings(refusal=_VIRUS), ""
    return look_at(path, file_name, room), sha256_of(path)


def _conclude(session: Session, file_id: str, found: Findings, sha256: str, room: Path) -> None:
    file = session.get(CustomerFile, file_id)
    if file is None:
        return
    lock(file)
    if file.status != FileStatus.QUARANTINED:  # somebody else was faster
        session.rollback()
        return
    if found.refusal:
        file.refuse(found.refusal)
    else:
        file.admit(found.mime_type, sha256)
        previews.keep(file, found, room)
    session.commit()


def check_what_waits(session: Session) -> None:
    """Look at what was left behind: the worker was away, or storage or scanner did not answer."""
    late = clock.now() - _PATIENCE
    waiting = sa.select(CustomerFile.id).where(
        CustomerFile.status == FileStatus.QUARANTINED, CustomerFile.updated_at <= late
    )
    ids = list(session.scalars(waiting.order_by(CustomerFile.id).limit(20)))
    session.commit()
    for file_id in ids:
        start(file_id)
