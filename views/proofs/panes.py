"""Versions of a design as pictures beside each other, with the pins of the notes on them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from decimal import Decimal

from models.core.dates import short_moment
from models.designs import DesignVersion

from .threads import Thread


@dataclass(frozen=True)
class Pin:
    """The mark of a note at its place; `note` is the note's id, `x` and `y` are fractions of the picture."""

    note: str
    number: int
    x: Decimal
    y: Decimal
    is_solved: bool
    label: str


@dataclass(frozen=True)
class Pane:
    """A version as a picture of `width` times `height` pixels; new notes can be pinned where it `takes_notes`."""

    number: int
    tag: str
    url: str
    alt: str
    width: int
    height: int
    takes_notes: bool = False
    pins: list[Pin] = field(default_factory=list)


def compared(
    version: DesignVersion, known: Collection[DesignVersion], number: int | None
) -> list[DesignVersion]:
    """`version` after the one that it is compared with: that of the `known` with `number`, else the one before it."""
    earlier = sorted((each for each in known if each.number < version.number), key=lambda each: each.number)
    chosen = [each for each in earlier if each.number == number] or earlier[-1:]
    return [*chosen, version]


def panes_of(
    versions: Collection[DesignVersion],
    threads: Collection[Thread],
    url_of: Callable[[DesignVersion], str],
    *,
    takes_notes: bool,
) -> list[Pane]:
    """The pictures of `versions`, the last of which may take notes; those without a preview are left out."""
    shown = [version for version in versions if has_picture(version)]
    last = list(versions)[-1]
    return [_pane(each, threads, url_of(each), takes_notes and each is last) for each in shown]


def has_picture(version: DesignVersion) -> bool:
    """Whether the version's file has a preview."""
    return version.file is not None and bool(version.file.preview_key)


def _pane(version: DesignVersion, threads: Collection[Thread], url: str, takes_notes: bool) -> Pane:
    file = version.file
    return Pane(
        version.number,
        f"v{version.number} · {short_moment(version.created_at).partition(',')[0]}",
        url,
        f"Version {version.number}: {version.file_name}",
        (file.preview_width if file else None) or 1200,
        (file.preview_height if file else None) or 900,
        takes_notes,
        [pin for thread in threads if thread.version == version.number for pin in _pins(thread)],
    )


def _pins(thread: Thread) -> list[Pin]:
    if thread.x is None or thread.y is None:
        return []
    return [Pin(thread.id, thread.number, thread.x, thread.y, thread.is_solved, thread.label)]
