"""Which drawer makes the pictures of which kind of file."""

from __future__ import annotations

from pathlib import Path

from . import pictures
from .findings import Findings, NoPreview
from .kinds import PDF, POSTSCRIPT, SVG


def draw(path: Path, mime_type: str, room: Path) -> Findings:
    """Leave the pictures of `path` in `room`, and tell of them. Refused or NoPreview with a sentence.

    The libraries are large, so each is loaded when it is first needed.
    """
    if mime_type in pictures.FORMATS:
        width, height = pictures.draw(path, mime_type, room)
        return Findings(mime_type, width=width, height=height)
    if mime_type == PDF:
        from . import documents

        return documents.draw(path, room)
    if mime_type == SVG:
        from . import drawings

        return drawings.draw(path, room)
    if mime_type == POSTSCRIPT:
        raise NoPreview("EPS has no preview, since drawing it would run it: send a PDF to see it here.")
    raise NoPreview("This kind of file has no preview.")
