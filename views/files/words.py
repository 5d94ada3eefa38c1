"""How files are told on pages: their size, and what stands where there is no picture."""

from __future__ import annotations

from typing import Final

from models.core.labels import choice_label
from models.expenses import ReceiptFile
from models.files import CustomerFile, Upload, ending_of

_UNITS: Final = ("bytes", "kB", "MB")


def size_of(file: CustomerFile | Upload | ReceiptFile) -> str:
    """Such as “1.4 MB”."""
    return size_in_words(file.file_size)


def size_in_words(number: int) -> str:
    """So many bytes, such as “1.4 MB”."""
    size = float(number)
    for unit in _UNITS:
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "bytes" or size >= 100 else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"


def mark_of(file: CustomerFile) -> str:
    """What stands in the place of a picture, such as “PDF”."""
    return ending_of(file.file_name)[:4].upper() or "FILE"


def kind_of(file: CustomerFile) -> str:
    """Such as “Final design”."""
    return choice_label(file.category)
