"""Which bytes a request asks for (RFC 9110, 14): all, one range, or none that there are."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from werkzeug.http import unquote_etag


@dataclass(frozen=True)
class Wanted:
    """The bytes from `start` to before `stop` of `size`; `partly` when the answer is 206."""

    start: int
    stop: int
    size: int
    partly: bool

    @property
    def length(self) -> int:
        """How many bytes these are."""
        return self.stop - self.start

    @property
    def content_range(self) -> str:
        """The header of an answer with a part."""
        return f"bytes {self.start}-{self.stop - 1}/{self.size}"

    @property
    def is_the_beginning(self) -> bool:
        """Whether somebody begins to fetch, and does not go on where they were cut off."""
        return self.start == 0


def wanted(size: int, etag: str) -> Wanted | None:
    """What the present request wants of `size` bytes known as `etag`; None when there are no such bytes (416).

    Several ranges at once are answered with all bytes, as the standard allows. A range of another version (If-Range)
    is too.
    """
    everything = Wanted(0, size, size, False)
    asked = request.range
    if asked is None or asked.units != "bytes" or len(asked.ranges) != 1 or not _is_of(etag):
        return everything
    found = asked.range_for_length(size)
    return Wanted(found[0], found[1], size, True) if found is not None else None


def _is_of(etag: str) -> bool:
    condition = request.headers.get("If-Range")
    return condition is None or unquote_etag(condition) == (etag, False)
