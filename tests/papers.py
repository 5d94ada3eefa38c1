"""Reading papers: the words of a PDF and how it looks."""

from __future__ import annotations

from PIL.Image import Image
from pypdfium2 import PdfDocument


def words(pdf: bytes) -> list[str]:
    """The words of each page, in one line, as a reader finds them: without the places at which a word may break."""
    with PdfDocument(pdf) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    return [" ".join(text.replace("\u200b", "").split()) for text in texts]


def picture(pdf: bytes, page: int = 0, scale: float = 2.0) -> Image:
    """A page as it is printed, at `scale` × 72 dots an inch."""
    with PdfDocument(pdf) as document:
        drawn: Image = document[page].render(scale=scale).to_pil()
        return drawn
