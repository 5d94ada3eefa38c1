"""The pictures of files that are kept: where they are, and making them of what the shop made itself."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from models.files import CustomerFile

from .checking.drawing import draw
from .checking.findings import PREVIEW, THUMBNAIL, Findings, NoPreview, Refused
from .storage import storage

PICTURE: Final = "image/webp"


def add(file: CustomerFile, path: Path, room: Path) -> None:
    """Make the pictures of `file`, whose content is at `path` and trusted, here; or say why there are none."""
    try:
        found = draw(path, file.mime_type or "", room)
    except (NoPreview, Refused) as reason:
        file.go_without_preview(str(reason))
    else:
        keep(file, found, room)


def keep(file: CustomerFile, found: Findings, room: Path) -> None:
    """Keep the pictures that were left in `room`, if any were, and note them on the row of `file`."""
    if not found.width:
        file.go_without_preview(found.remark)
        return
    preview, thumbnail = f"previews/{file.id}.webp", f"thumbnails/{file.id}.webp"
    for key, name in ((preview, PREVIEW), (thumbnail, THUMBNAIL)):
        storage().write(key, (room / name).read_bytes(), PICTURE)
    file.keep_preview(preview, thumbnail, found.width, found.height, found.pages)
