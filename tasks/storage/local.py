"""Files in a directory of this machine, for the shop's own user alone."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from .keys import CHUNK, Missing, checked


class LocalStorage:
    """Keeps each key as a file under `root`. A file appears whole or not at all."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, key: str) -> Path:
        """Where `key` is kept; Missing for what is no key."""
        return self.root / checked(key)

    def put(self, key: str, source: Path, mime_type: str) -> None:
        """Keep the content of `source`: the same file by a second name where that can be, else a copy."""
        del mime_type  # the row knows it
        with self._drafting(key) as draft:
            try:
                os.link(source, draft)
            except OSError:
                shutil.copyfile(source, draft)
            _make_durable(draft)

    def write(self, key: str, content: bytes, mime_type: str) -> None:
        """Keep `content`."""
        del mime_type
        with self._drafting(key) as draft:
            draft.write_bytes(content)
            _make_durable(draft)

    def read(self, key: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` on."""
        try:
            file = self.path(key).open("rb")
        except FileNotFoundError:
            raise Missing(key) from None
        file.seek(start)
        return _chunks(file, length)

    def size(self, key: str) -> int:
        """How many bytes the file has."""
        try:
            return self.path(key).stat().st_size
        except FileNotFoundError:
            raise Missing(key) from None

    def delete(self, key: str) -> None:
        """Take the file away, if it is there."""
        self.path(key).unlink(missing_ok=True)

    def check(self) -> None:
        """OSError unless the directory can be written."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(self.root, os.W_OK | os.X_OK):
            raise PermissionError("The directory of files cannot be written.")

    @contextmanager
    def _drafting(self, key: str) -> Iterator[Path]:
        """A name in a directory of its own beside the final place, to which what is there moves at the end."""
        path = self.path(key)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".draft-", dir=path.parent) as room:
            draft = Path(room) / "content"
            yield draft
            draft.chmod(0o600)
            draft.replace(path)


def _chunks(file: BinaryIO, length: int | None) -> Iterator[bytes]:
    with file:
        left = length
        while (left is None or left > 0) and (
            chunk := file.read(CHUNK if left is None else min(CHUNK, left))
        ):
            left = None if left is None else left - len(chunk)
            yield chunk


def _make_durable(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
