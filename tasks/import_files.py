"""The files of imports: each waits under DATA_DIR/imports by a random name; the clock takes it away after a week."""

from __future__ import annotations

import datetime as dt
import os
import secrets
import time
from pathlib import Path
from typing import Final

from flask import current_app
from sqlalchemy.orm import Session

from models.imports import Import, NotATable, Table

from .spreadsheets import read_table

KEPT: Final = dt.timedelta(days=7)
"""How long a file is kept."""


def folder() -> Path:
    """Where files wait."""
    path = Path(current_app.config["SHOP_DATA_DIR"]) / "imports"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def keep_file(data: bytes) -> str:
    """Keep `data` under a random name, for the shop's own user alone; answers the name."""
    name = secrets.token_hex(16)
    descriptor = os.open(folder() / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    return name


def table_of(kept: Import) -> Table:
    """The table in a kept file; NotATable when it cannot be read, or is there no longer."""
    try:
        data = (folder() / Path(kept.stored_as or "-").name).read_bytes()
    except OSError:
        raise NotATable("The file is not kept any longer: send it again.") from None
    return read_table(data)


def delete_old_files(_session: Session) -> None:
    """Take away the files that were kept for a week, whoever sent them."""
    oldest = time.time() - KEPT.total_seconds()
    for path in folder().iterdir():
        if path.is_file() and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
