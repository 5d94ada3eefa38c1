"""Where the content of files is kept: a local directory, or a bucket of S3. One interface, chosen by STORAGE_URL.

A key is made by the program, such as `files/01J…`, and is never what somebody typed. What is under a key does not
change, but for being written again when the same work is done twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from flask import Flask

from ..running import shop
from .keys import CHUNK, Missing
from .local import LocalStorage

__all__ = ["CHUNK", "LocalStorage", "Missing", "Storage", "init_app", "storage"]


class Storage(Protocol):
    """What every kind of storage does. What fails on the disk or the network is an OSError."""

    def put(self, key: str, source: Path, mime_type: str) -> None:
        """Keep the content of the file `source`, which stays where it is."""

    def write(self, key: str, content: bytes, mime_type: str) -> None:
        """Keep `content`, which is small."""

    def read(self, key: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` on, all or `length` of them, a few at a time; Missing at once if there are none."""

    def size(self, key: str) -> int:
        """How many bytes are under `key`; Missing when there is nothing."""

    def delete(self, key: str) -> None:
        """Forget what is under `key`, if anything is."""

    def check(self) -> None:
        """OSError unless files can be kept now."""


def init_app(app: Flask) -> None:
    """Choose the storage of `app`."""
    address: str = app.config["SHOP_STORAGE_URL"]
    if address.startswith("s3://"):
        from .s3 import S3Storage  # its library is large, and most shops have none of it

        app.extensions["shop_storage"] = S3Storage(address)
    else:
        app.extensions["shop_storage"] = LocalStorage(Path(app.config["SHOP_STORAGE_PATH"]))


def storage() -> Storage:
    """The storage of the shop at work."""
    kept: Storage = shop().extensions["shop_storage"]
    return kept
