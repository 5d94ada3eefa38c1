"""Artwork of the demo: a handful of prints, drawn here, so that nobody's rights are in them. The same words and number
give the same bytes.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from typing import Final

from PIL import Image, ImageDraw, ImageFont

SIDE: Final = 900
"""The width and height that drawings are measured in."""
PIXELS: Final = 600
"""The width and height of the pictures; they are drawn twice as large and made smaller, for smooth edges."""

_FINE: Final = 2 * PIXELS / SIDE
_PAPER: Final = "#f4efe4"

Draw = ImageDraw.ImageDraw
Motif = Callable[[Draw, int], None]


def _sunrise(draw: Draw, version: int) -> None:
    """A sun between hills; later versions have a larger one."""
    radius = 130 + 25 * version
    _disc(draw, 450, 360, radius, "#e4a11b")
    _polygon(draw, [(120, 560), (790, 560), (790, 700), (120, 700)], _PAPER)
    _polygon(draw, [(120, 560), (330, 330), (520, 560)], "#1f4d46")
    _polygon(draw, [(360, 560), (600, 270), (790, 560)], "#2f6f63")


def _bolt(draw: Draw, version: int) -> None:
    _disc(draw, 450, 380, 230, "#1d2f6f" if version == 1 else "#153a8a")
    _polygon(draw, [(490, 190), (360, 410), (450, 410), (410, 570), (560, 340), (465, 340)], "#f2c230")


def _waves(draw: Draw, version: int) -> None:
    for row, colour in enumerate(("#0f4c81", "#2f7bb6", "#7fb7dc")[: 2 + (version > 1)]):
        top = 320 + 85 * row
        line = [(x, top + 32 * math.sin(x / 62 + row)) for x in range(120, 781, 6)]
        _polygon(draw, [*line, (780, top + 70), (120, top + 70)], colour)
    _disc(draw, 640, 240, 70, "#d9512c")


def _crest(draw: Draw, version: int) -> None:
    _polygon(draw, [(250, 190), (650, 190), (650, 420), (450, 590), (250, 420)], "#7a1f2b")
    _polygon(draw, [(285, 225), (615, 225), (615, 405), (450, 545), (285, 405)], _PAPER)
    points = [
        (
            450 + (115 if each % 2 == 0 else 48) * math.sin(each * math.pi / 5),
            370 - (115 if each % 2 == 0 else 48) * math.cos(each * math.pi / 5),
        )
        for each in range(10)
    ]
    _polygon(draw, points, "#c99a2e" if version > 1 else "#7a1f2b")


def _gear(draw: Draw, version: int) -> None:
    teeth = 10 + 2 * version
    for each in range(teeth):
        angle = 2 * math.pi * each / teeth
        _disc(draw, 450 + 205 * math.cos(angle), 380 + 205 * math.sin(angle), 42, "#3b4046")
    _disc(draw, 450, 380, 200, "#3b4046")
    _disc(draw, 450, 380, 105, _PAPER)
    _disc(draw, 450, 380, 62, "#b9480a")


def _leaf(draw: Draw, version: int) -> None:
    for each in range(5 + 2 * version):
        angle = math.pi * (each + 0.5) / (5 + 2 * version)
        tip = (450 - 280 * math.cos(angle), 480 - 290 * math.sin(angle))
        side = (34 * math.sin(angle), 34 * math.cos(angle))
        middle = (450 - 150 * math.cos(angle), 480 - 160 * math.sin(angle))
        points = [
            (450, 500),
            (middle[0] - side[0], middle[1] - side[1]),
            tip,
            (middle[0] + side[0], middle[1] + side[1]),
        ]
        _polygon(draw, points, "#2c6e3f" if each % 2 else "#4f9a5f")


MOTIFS: Final[tuple[Motif, ...]] = (_sunrise, _bolt, _waves, _crest, _gear, _leaf)


def print_of(motif: int, name: str, line: str, version: int) -> bytes:
    """A print as PNG: a motif (any number), a name and a line below it. `version` counts from 1."""
    sheet = Image.new("RGB", (2 * PIXELS, 2 * PIXELS), _PAPER)
    draw = ImageDraw.Draw(sheet)
    MOTIFS[motif % len(MOTIFS)](draw, version)
    _text(draw, name.upper(), 665, 92)
    _text(draw, line, 770, 44)
    return _png(sheet)


def photo_of(print_bytes: bytes, cloth: str) -> bytes:
    """A picture of the print on a shirt of the colour `cloth`, as the shop would show what it made."""
    sheet = Image.new("RGB", (2 * PIXELS, 2 * PIXELS), "#d9d6cf")
    draw = ImageDraw.Draw(sheet)
    shirt = [(250, 110), (390, 150), (510, 150), (650, 110), (840, 260), (750, 380), (680, 330), (680, 840)]
    _polygon(draw, [*shirt, (220, 840), (220, 330), (150, 380), (60, 260)], cloth)
    design = Image.open(io.BytesIO(print_bytes)).convert("RGB").resize((_scaled(360), _scaled(360)))
    sheet.paste(design, (_scaled(270), _scaled(260)))
    return _png(sheet)


def _png(sheet: Image.Image) -> bytes:
    kept = io.BytesIO()
    sheet.reduce(2).save(kept, "PNG", compress_level=6)
    return kept.getvalue()


def _scaled(length: float) -> int:
    return round(length * _FINE)


def _polygon(draw: Draw, points: list[tuple[float, float]], colour: str) -> None:
    draw.polygon([(x * _FINE, y * _FINE) for x, y in points], fill=colour)


def _disc(draw: Draw, x: float, y: float, radius: float, colour: str) -> None:
    box = ((x - radius) * _FINE, (y - radius) * _FINE, (x + radius) * _FINE, (y + radius) * _FINE)
    draw.ellipse(box, fill=colour)


def _text(draw: Draw, words: str, top: int, size: int) -> None:
    """Centred, and as much smaller as it must be to fit."""
    font = ImageFont.load_default(size * _FINE)
    while size > 12 and draw.textlength(words, font) > (SIDE - 120) * _FINE:
        size -= 4
        font = ImageFont.load_default(size * _FINE)
    draw.text((SIDE * _FINE / 2, top * _FINE), words, fill="#22302b", font=font, anchor="ma")
