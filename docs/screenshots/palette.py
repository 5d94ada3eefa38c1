"""Pictures of screens with a palette instead of true colour: a third of the bytes, and a screen has few colours.

Reads and writes the PNG format as in https://www.w3.org/TR/png-3/ (8 bits a channel, not interlaced), which is all that
Chromium gives.
"""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

MOST = 256
"""Colours that a palette holds."""
NEAR = (0, 4, 8, 12, 16, 24, 32, 48)
"""Distances in RGB below which two colours may become one: the first that leaves no more than `MOST`."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def with_palette(picture: bytes) -> bytes:
    """The same picture with a palette; ValueError for a PNG of another kind than 8-bit RGB or RGBA."""
    width, height, channels, data = _opened(picture)
    rows = list(_unfiltered(data, width * channels, channels))
    if channels == 4:
        rows = [b"".join(row[at : at + 3] for at in range(0, len(row), 4)) for row in rows]
    pixels = [[row[at : at + 3] for at in range(0, len(row), 3)] for row in rows]
    palette, place = _palette(Counter(pixel for row in pixels for pixel in row))
    lines = b"".join(b"\0" + bytes([place[pixel] for pixel in row]) for row in pixels)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = (
        (b"IHDR", head),
        (b"PLTE", b"".join(palette)),
        (b"IDAT", zlib.compress(lines, 9)),
        (b"IEND", b""),
    )
    return _SIGNATURE + b"".join(_chunk(*part) for part in parts)


def _opened(picture: bytes) -> tuple[int, int, int, bytes]:
    """Width and height in pixels, bytes a pixel, and the filtered rows."""
    chunks = list(_chunks(picture))
    width, height, depth, colour, *rest = struct.unpack(">IIBBBBB", chunks[0][1])
    if depth != 8 or colour not in (2, 6) or rest[2]:
        raise ValueError("The picture is no plain PNG of 8 bits a channel.")
    data = zlib.decompress(b"".join(content for name, content in chunks if name == b"IDAT"))
    return width, height, 3 if colour == 2 else 4, data


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        yield picture[at + 4 : at + 8], picture[at + 8 : at + 8 + length]
        at += length + 12


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _unfiltered(data: bytes, length: int, back: int) -> Iterator[bytes]:
    """The rows, each given as its difference from what stands left (`back` bytes before) and above."""
    above = bytes(length)
    for at in range(0, len(data), length + 1):
        kind, row = data[at], bytearray(data[at + 1 : at + 1 + length])
        if kind == 2:
            row = bytearray([(each + up) & 255 for each, up in zip(row, above, strict=True)])
        elif kind:
            _add_what_is_left(kind, row, above, back)
        above = bytes(row)
        yield above


def _add_what_is_left(kind: int, row: bytearray, above: bytes, back: int) -> None:
    for at, each in enumerate(row):
        left, corner = (row[at - back], above[at - back]) if at >= back else (0, 0)
        up = above[at]
        guess = left if kind == 1 else (left + up) // 2 if kind == 3 else _paeth(left, up, corner)
        row[at] = (each + guess) & 255


def _paeth(left: int, up: int, corner: int) -> int:
    """The neighbour nearest to left + up - corner (section 9.4 of the specification)."""
    to_left, to_up, to_corner = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
    if to_left <= to_up and to_left <= to_corner:
        return left
    return up if to_up <= to_corner else corner


def _palette(counted: Counter[bytes]) -> tuple[list[bytes], dict[bytes, int]]:
    """The colours to keep, and the place in them of each colour of the picture."""
    for near in NEAR:
        kept: list[bytes] = []
        place: dict[bytes, int] = {}
        for colour, _count in counted.most_common():
            nearest = _nearest(colour, kept) if near else -1
            if nearest < 0 or _apart(colour, kept[nearest]) > near * near:
                nearest = len(kept)
                kept.append(colour)
                if nearest >= MOST:
                    break
            place[colour] = nearest
        else:
            return kept, place
    raise ValueError(f"The picture has more colours than a palette of {MOST} can stand for.")


def _nearest(colour: bytes, kept: list[bytes]) -> int:
    return min(range(len(kept)), key=lambda at: _apart(colour, kept[at]), default=-1)


def _apart(one: bytes, other: bytes) -> int:
    """The square of the distance of two colours in RGB."""
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 + (one[2] - other[2]) ** 2
