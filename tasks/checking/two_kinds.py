"""Files that are two kinds at once: a picture to us, and something else to whoever opens it otherwise."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

from . import pictures
from .findings import Refused
from .kinds import PDF

_ENDS: Final = 64 * 1024
"""Bytes of the beginning and of the end that are searched."""

_STRANGE: Final = (b"<script", b"<?php", b"<html", b"<!doctype html", b"%pdf-", b"<svg", b"javascript:")

_MOST_UNPACKED: Final = 4 * 1024**3
_MOST_TIMES: Final = 200


def refuse_two_kinds(path: Path, kind: str) -> None:
    """Refused for a picture or a PDF that is an archive, a page or a script too."""
    if kind not in pictures.FORMATS and kind != PDF:
        return
    if zipfile.is_zipfile(path):
        raise _refusal()
    if kind == PDF:
        return
    size = path.stat().st_size
    with path.open("rb") as file:
        begins = file.read(_ENDS).lower()
        file.seek(max(0, size - _ENDS))
        ends = file.read(_ENDS).lower()
    if any(word in part for word in _STRANGE for part in (begins, ends)):
        raise _refusal()


def _refusal() -> Refused:
    return Refused(
        "The file is two kinds of file in one, as harmful ones are: export it again, and send that."
    )


def refuse_a_bomb(path: Path) -> None:
    """Refused for an archive that would fill the disk of whoever unpacks it."""
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(each.file_size for each in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Refused("The archive is damaged: pack it again, and send that.") from error
    if unpacked > _MOST_UNPACKED or unpacked > _MOST_TIMES * max(path.stat().st_size, 1_000_000):
        raise Refused("The archive unpacks to far more than it should: send the files in it one by one.")
