"""What a key of the storage is, and what is said when nothing is under it."""

from __future__ import annotations

import re
from typing import Final

CHUNK: Final = 256 * 1024
"""Bytes that are held in memory of a file that is read."""

_KEY: Final = re.compile(r"(?:[a-z_]{1,40}/){1,3}[0-9A-Za-z]{1,64}(?:\.[a-z0-9]{1,8})?")


class Missing(LookupError):
    """Nothing is kept under a key."""


def checked(key: str) -> str:
    """`key`, if it is one; Missing for anything else, such as a path that leads elsewhere."""
    if not _KEY.fullmatch(key):
        raise Missing(f"“{key[:80]}” is no key of the storage.")
    return key
