"""What comes of looking at a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PREVIEW: Final = "preview.webp"
THUMBNAIL: Final = "thumbnail.webp"
"""The names under which pictures are left in the room that was given."""


class Refused(Exception):
    """The file is not kept. The text says why, and what to send instead."""


class NoPreview(Exception):
    """The file is kept, and no picture of it is made. The text says why."""


@dataclass(frozen=True)
class Findings:
    """`mime_type` is what the content is. With a `refusal` the file is not kept; `remark` says why it has no preview.

    `width` and `height` are those of the preview in pixels; 0 without one.
    """

    mime_type: str = "application/octet-stream"
    refusal: str = ""
    remark: str = ""
    width: int = 0
    height: int = 0
    pages: int | None = None
