"""The ways in which a body may be packed, and which one a browser takes."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Final

import brotli
from flask import Request

SMALLEST: Final = 1000
"""Bytes below which packing saves no packet of the network."""

PACKED: Final = frozenset(
    {
        "application/javascript",
        "application/json",
        "image/svg+xml",
        "text/css",
        "text/html",
        "text/javascript",
        "text/plain",
    }
)
"""The types that become smaller. Fonts, pictures and workbooks are packed by what they are."""

_GZIP: Final = 31
"""zlib's word for a gzip head and foot; the head bears no time, so that the same bytes give the same bytes."""


def _brotli(body: bytes, hard: bool) -> bytes:
    return bytes(brotli.compress(body, quality=9 if hard else 4))


def _gzip(body: bytes, hard: bool) -> bytes:
    packer = zlib.compressobj(9 if hard else 5, zlib.DEFLATED, _GZIP)
    return packer.compress(body) + packer.flush()


_PACKERS: Final[dict[str, Callable[[bytes, bool], bytes]]] = {"br": _brotli, "gzip": _gzip}


def chosen(request: Request) -> str:
    """The encoding that whoever asks takes best: "br", "gzip", or "" for the bytes as they are."""
    accepted = request.accept_encodings
    named = {encoding for encoding, _ in accepted}
    plain = accepted["identity"] if "identity" in named else 0
    best = max(_PACKERS, key=lambda encoding: accepted[encoding])  # of equals the first
    return best if accepted[best] > 0 and accepted[best] >= plain else ""


def pack(body: bytes, encoding: str, *, hard: bool = False) -> bytes:
    """`body` in `encoding`; `hard` takes its time, for what is packed once and sent often."""
    return _PACKERS[encoding](body, hard)
