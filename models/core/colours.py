"""Colours that can be read: contrast as WCAG 2.2 measures it, and shades of one colour that keep enough of it.

Relative luminance and contrast ratio are defined at https://www.w3.org/TR/WCAG22/#dfn-relative-luminance and
https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio. Colours are texts such as `#0f766e`.
"""

from __future__ import annotations

import colorsys
from collections.abc import Iterable
from typing import Final

LEGIBLE: Final = 4.5
"""The least contrast of text with its ground (success criterion 1.4.3)."""

BLACK: Final = "#000000"
WHITE: Final = "#ffffff"

_STEPS: Final = 200


def luminance(colour: str) -> float:
    """Relative luminance: 0 for black, 1 for white."""
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 (none) to 21 (black and white)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: str, share: float, other: str) -> str:
    """So much of `colour` (0 to 1) in `other`, part by part."""
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{round(mine * share + theirs * (1 - share)):02x}" for mine, theirs in pairs)


def legible(colour: str, towards: str, grounds: Iterable[str]) -> str:
    """The shade nearest to `colour`, of its hue, towards `BLACK` or `WHITE`, that can be read on each of `grounds`."""
    grounds = list(grounds)
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in _parts(colour)))
    way = (0.0 if towards == BLACK else 1.0) - lightness
    shades = (_shade(hue, lightness + way * step / _STEPS, saturation) for step in range(_STEPS + 1))
    return next((each for each in shades if _lowest(each, grounds) >= LEGIBLE), towards)


def _shade(hue: float, lightness: float, saturation: float) -> str:
    return "#" + "".join(
        f"{round(part * 255):02x}" for part in colorsys.hls_to_rgb(hue, lightness, saturation)
    )


def _lowest(colour: str, grounds: list[str]) -> float:
    return min(contrast(colour, ground) for ground in grounds)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
