"""What a file may be called: the last part of whatever path was sent, in plain characters."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST_NAME: Final = 255
"""Characters of a file's name."""

_UNFIT: Final = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff<>:"|?*]')
"""Control characters, what turns the direction of writing about, and what Windows cannot store."""


def plain_name(sent: str) -> str:
    """The name under which a file that was sent as `sent` is kept and given back; never a path, never empty.

    Its letters stay as they are, in any script. A name that is too long is cut before its ending.
    """
    last = unicodedata.normalize("NFC", sent[:4096]).replace("\\", "/").rstrip("/").rpartition("/")[2]
    # Bytes that were no UTF-8 arrive as halves of characters, which nothing can write again.
    whole = last.encode("utf-8", "replace").decode()
    name = " ".join(_UNFIT.sub("", whole).split()).strip(" .") or "file"
    if len(name) <= LONGEST_NAME:
        return name
    ending = ending_of(name)
    kept = f".{ending}" if 0 < len(ending) <= 10 else ""
    return name[: LONGEST_NAME - len(kept)] + kept


def ending_of(name: str) -> str:
    """What follows the last dot, in small letters; empty without one."""
    return name.rpartition(".")[2].lower() if "." in name else ""
