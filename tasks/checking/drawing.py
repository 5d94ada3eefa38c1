"""Which drawer makes the pictures of which kind of file."""

from __future__ import annotations

from pathlib import Path

from . import pictures
from .findings import Findings, NoPreview


def draw(path: Path, mime_type: str, room: Path) -> Findings:
    """Leave the pictures of `path` in `room`, and tell of them. Refused or NoPreview with a sentence."""
    if mime_type in pictures.FORMATS:
        width, height = pictures.draw(path, mime_type, room)
        return Findings(mime_type, width=width, height=height)
    raise NoPreview("This kind of file has no preview.")
