"""Which size a header names, where a file has a column for each: “2XL”, “Qty Youth M”, “size_xl”."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_BESIDE: Final = re.compile(
    r"\b(sizes?|qty|quantity|pieces|pcs|count|adults?|unisex|mens?|größe|grösse|gr|taille|talla)\b\.?",
    re.IGNORECASE,
)
"""Words beside the size that say nothing of it. Women's and youth sizes are sizes of their own."""

_FOR: Final = {
    "": "",
    "youth": "Youth ",
    "y": "Y",
    "kids": "Kids ",
    "ladies": "Ladies ",
    "womens": "Womens ",
    "women": "Womens ",
    "w": "W",
}
_LETTERS: Final = (
    "XXS|2XS xxs|XS xsmall extrasmall|S small sm|M medium med md|L large lg|XL xlarge extralarge|XXL xxlarge|"
    "XXXL xxxlarge|2XL 2x|3XL 3x|4XL 4x|5XL 5x|6XL 6x"
)
_SINGLE: Final = (
    "XST|MT|LT|XLT|2XLT|3XLT|4XLT|5XLT|NB|2T|3T|4T|5T|6T|6M 6m 6months|12M 12m 12months|18M 18m 18months|"
    "24M 24m 24months|S/M|L/XL|M/L|XS/S|XL/2XL|OSFA|OSFM|OS|One_size onesize onesizefitsall|Other sizeother"
)


def _known() -> dict[str, str]:
    """Squeezed spellings to the size as it is written."""
    known: dict[str, str] = {}
    for entry in _LETTERS.split("|"):
        size, *spellings = entry.split()
        for word, written in _FOR.items():
            known |= {f"{word}{each}": f"{written}{size}" for each in (size.lower(), *spellings)}
    for entry in _SINGLE.split("|"):
        size, *spellings = entry.split()
        known |= {_squeezed(each): size.replace("_", " ") for each in spellings or [size]}
    return known


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())


_KNOWN: Final = _known()


def size_of(header: str) -> str:
    """The size that `header` names, known or not: without words such as “Qty” beside it."""
    return _known_size(header) or _plain(header) or header


def guessed_sizes(headers: Iterable[str]) -> list[str]:
    """The headers that name sizes beyond doubt, each size once: at least two of a file, or none."""
    found: dict[str, str] = {}
    for header in headers:
        size = _known_size(header)
        if size:
            found.setdefault(size, header)
    return list(found.values()) if len(found) > 1 else []


def _known_size(header: str) -> str | None:
    return _KNOWN.get(_squeezed(header)) or _KNOWN.get(_squeezed(_plain(header)))


def _plain(header: str) -> str:
    return " ".join(_BESIDE.sub(" ", header.replace("_", " ")).split()).strip(" -:()")
