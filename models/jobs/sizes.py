"""In which order the shop reads sizes: youth before adults, small before large."""

from __future__ import annotations

from typing import Final

_LETTERS: Final = ("XXS", "XS", "S", "M", "L", "XL", "2XL", "XXL", "3XL", "XXXL", "4XL", "5XL", "6XL")
_ORDER: Final = (*(f"Y{size}" for size in _LETTERS), *_LETTERS)
_YOUTH: Final = "YOUTH "


def size_order(size: str) -> tuple[int, str]:
    """Sorts garment sizes as people read them (“Youth M” as “YM”); others follow by name."""
    known = size.upper()
    if known.startswith(_YOUTH):
        known = f"Y{known.removeprefix(_YOUTH)}"
    return (_ORDER.index(known), size) if known in _ORDER else (len(_ORDER), size)
