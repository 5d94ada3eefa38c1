"""How the shop looks to people: its name, its logo and one accent colour, from which the tints of pages are derived."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Final

import sqlalchemy as sa
from pydantic import AfterValidator
from sqlalchemy import Connection

from .core.colours import BLACK, LEGIBLE, WHITE, contrast, legible, mixed
from .core.errors import InvalidValue
from .settings import DECLARED, Setting, declare, parse

LIGHT_SURFACE: Final = WHITE
LIGHT_GROUNDS: Final = (LIGHT_SURFACE, "#f7f7f5", "#f2f3f0")
DARK_SURFACE: Final = "#171b1a"
DARK_GROUNDS: Final = (DARK_SURFACE, "#101312", "#131716", "#1f2523")
"""What accented text stands on: surface, page, sunken and raised, as `theme.css` has them."""

DARK_INK: Final = "#101312"
"""Text on the accent in the dark."""

_LONGEST_NAME: Final = 60
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")
_LOGO: Final = re.compile(r"|[0-9a-f]{32}-\d{1,4}x\d{1,4}\.(png|jpg|webp)")


@dataclass(frozen=True)
class Tints:
    """An accent on light or on dark pages: as a ground, the ink on it, as text, and as the ground of what is chosen."""

    accent: str
    ink: str
    text: str
    soft: str


@dataclass(frozen=True)
class Look:
    """What every page shows of the shop."""

    name: str
    accent: str
    logo: str = ""
    """The name of the stored picture; empty when there is none."""

    @property
    def mark(self) -> str:
        """What stands for the shop where there is no room for its name, without a logo: three characters."""
        return self.name.split()[0][:3]

    @property
    def logo_size(self) -> tuple[int, int]:
        """Width and height of the logo in pixels, which its name tells."""
        width, height = self.logo.partition("-")[2].partition(".")[0].split("x")
        return int(width), int(height)


def light_tints(accent: str) -> Tints:
    """`accent` on light pages. Text of it is darkened as far as the darkest ground asks."""
    soft = mixed(accent, 0.09, LIGHT_SURFACE)
    return Tints(accent, WHITE, legible(accent, BLACK, (*LIGHT_GROUNDS, soft)), soft)


def dark_tints(accent: str) -> Tints:
    """The lighter twin of `accent` for dark pages: legible on each of their grounds, as `DARK_INK` is on it."""
    soft = mixed(accent, 0.22, DARK_SURFACE)
    twin = legible(accent, WHITE, (*DARK_GROUNDS, soft))
    return Tints(twin, DARK_INK, twin, soft)


def is_accent(text: str) -> bool:
    """Whether `text` is a colour as settings keep it."""
    return _COLOUR.fullmatch(text) is not None


def edition() -> sa.ScalarSelect[Any]:
    """A number that grows whenever a setting of the look is written, to be asked beside something else."""
    return sa.select(sa.func.sum(Setting.version)).where(Setting.name.in_(_NAMES)).scalar_subquery()


def look_of(connection: Connection, installed_name: str) -> tuple[Look, int | None]:
    """The look as it is stored, and its edition; a shop without a name of its own is called `installed_name`."""
    asked = sa.select(Setting.name, Setting.value, Setting.version).where(Setting.name.in_(_NAMES))
    rows = connection.execute(asked).all()
    values = dict(_believed({name: value for name, value, _ in rows}))
    look = Look(values[SHOP_NAME] or installed_name, values[ACCENT_COLOUR], values[LOGO])
    return look, sum(version for _, _, version in rows) if rows else None


def _believed(stored: dict[str, str]) -> Iterator[tuple[str, Any]]:
    """The values by name: the default for what is not stored, or was stored in another way than by its door."""
    for name in _NAMES:
        try:
            yield name, parse(DECLARED[name], stored[name])
        except (KeyError, InvalidValue):
            yield name, DECLARED[name].default


def _a_name(text: str) -> str:
    name = text.strip()
    if not name.isprintable() or len(name) > _LONGEST_NAME:
        raise ValueError(f"A name is one line of at most {_LONGEST_NAME} characters.")
    return name


def _an_accent(text: str) -> str:
    colour = text.strip().lower()
    if not is_accent(colour):
        raise ValueError("Write the colour as # and six digits from 0 to f, such as #0f766e.")
    ratio = contrast(colour, WHITE)
    if ratio < LEGIBLE:
        raise ValueError(
            f"White text on {colour} has a contrast of {_floored(ratio)}:1, and needs {LEGIBLE}:1 to be read: "
            f"choose a darker colour, such as {legible(colour, BLACK, [WHITE])}."
        )
    return colour


def _floored(ratio: float) -> str:
    """To two places, never rounded up to a ratio that would do."""
    return f"{math.floor(ratio * 100) / 100:.2f}"


def _a_logo(text: str) -> str:
    if not _LOGO.fullmatch(text):
        raise ValueError("A logo is not typed: choose a picture on the page “Logo” of the settings.")
    return text


SHOP_NAME: Final = declare(
    "shop_name",
    "",
    "What the shop is called on its pages and in its mails; empty: as SHOP_NAME says where it is installed.",
    Annotated[str, AfterValidator(_a_name)],
    drawn="text",
).name
ACCENT_COLOUR: Final = declare(
    "accent_colour",
    "#0f766e",
    "The colour of buttons, links and marks. White text on it must be legible; dark pages use a lighter twin of it.",
    Annotated[str, AfterValidator(_an_accent)],
    drawn="colour",
).name
LOGO: Final = declare(
    "logo",
    "",
    "The picture beside the shop's name, chosen on a page of its own; empty: the first letters of the name.",
    Annotated[str, AfterValidator(_a_logo)],
).name
_NAMES: Final = (SHOP_NAME, ACCENT_COLOUR, LOGO)
