"""Documents of pages, drawn by pdfium, which here runs no scripts, opens no links and asks for no passwords."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pypdfium2

from .findings import Findings, NoPreview, Refused
from .kinds import PDF
from .pictures import PREVIEW_SIDE, write

MOST_PAGES: Final = 500
_LONGEST_POINTS: Final = 20_000
"""Points of a side of a page: seven metres."""
_TAIL: Final = 8192


def draw(path: Path, room: Path) -> Findings:
    """Leave pictures of the first page in `room`; Refused for a broken document, NoPreview for a locked one."""
    _refuse_incomplete(path)
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise NoPreview(
                "The document asks for a password, so there is no preview: send it without one."
            ) from None
        raise Refused("The document is damaged: export it again, and send that.") from error
    try:
        pages = len(document)
        if pages > MOST_PAGES:
            raise Refused(
                f"The document has {pages:,} pages; at most {MOST_PAGES} are taken. Send those that matter."
            )
        if not pages:
            raise Refused("The document has no page: export it again, and send that.")
        width, height = write(_first_page(document), room)
    finally:
        document.close()
    return Findings(PDF, width=width, height=height, pages=pages)


def _refuse_incomplete(path: Path) -> None:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL))
        if b"%%EOF" not in file.read():
            raise Refused("The document is not complete: export it again, and send that.")


def _first_page(document: Any) -> Any:
    try:
        page = document[0]
        width, height = page.get_size()
        if not (0 < width <= _LONGEST_POINTS and 0 < height <= _LONGEST_POINTS):
            raise NoPreview("Its first page is too large, or has no size, so there is no preview.")
        picture = page.render(scale=PREVIEW_SIDE / max(width, height), may_draw_forms=False).to_pil()
    except pypdfium2.PdfiumError as error:
        raise Refused("The first page is damaged: export the document again, and send that.") from error
    return picture.convert("RGB")
