"""The desk of the person at the door: sections with their rows, and how many wait at each entry of the menu."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import url_for

from models.core.base import db

from ..access.person import is_granted
from ..screen import screen_of
from .sections import SECTIONS, Item, Section


@dataclass(frozen=True, slots=True)
class Laid:
    """A section with rows: how many in all, and the first of them."""

    section: Section
    total: int
    items: list[Item]


@dataclass(frozen=True, slots=True)
class Badge:
    """How many wait behind an entry of the menu: its address, the number, whether any is late or broken, in words."""

    href: str
    count: int
    urgent: bool
    told: str


def sections() -> list[Section]:
    """The sections of the person at the door, in order."""
    return sorted((each for each in SECTIONS.values() if each.is_for_reader()), key=lambda each: each.place)


def counted(wanted: Iterable[Section]) -> dict[str, int]:
    """How many rows each of the sections `wanted` has, by name, in one statement."""
    counts = [each.count().scalar_subquery().label(each.name) for each in wanted]
    return dict(db.session.execute(sa.select(*counts)).mappings().one()) if counts else {}


def laid_out() -> list[Laid]:
    """The sections that have rows, each with the first of them."""
    mine = sections()
    totals = counted(mine)
    return [Laid(each, totals[each.name], each.items()) for each in mine if totals[each.name]]


def badges() -> list[Badge]:
    """The numbers beside the menu: at each entry of the sections that name it, at Home of all but those beside."""
    mine = sections()
    totals = counted(mine)
    behind: dict[str, list[Section]] = defaultdict(list)
    for each in (each for each in mine if totals[each.name]):
        for address in _addresses(each):
            behind[address].append(each)
    return [_badge(address, waiting, totals) for address, waiting in behind.items()]


def _addresses(section: Section) -> list[str]:
    home = [] if section.beside else [url_for("HomeView.index")]
    screen: Any = screen_of(section.entry) if section.entry is not None else None
    if screen is None or not is_granted("can_list", screen.table):
        return home
    return [*home, url_for(f"{screen.__name__}.list")]


def _badge(address: str, waiting: list[Section], totals: dict[str, int]) -> Badge:
    count = sum(totals[each.name] for each in waiting)
    told = ", ".join(f"{totals[each.name]:,} {each.title.lower()}" for each in waiting)
    return Badge(address, count, any(each.urgent for each in waiting), told)
