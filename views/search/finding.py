"""Rows of every searched screen that begin with what was typed, in one statement.

Each column that is searched gives the first few rows of its index (`models.core.prefixes`), so that the size of the
tables does not matter. Only tables that the reader may open are asked, and only columns that the reader may see.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from models.core.base import db
from models.core.labels import label
from models.core.prefixes import begins, folded

from ..core.access.person import current_roles, is_granted
from ..core.pages.cells import page_url
from ..core.representation import parent_column, shape_of
from ..core.screen import SCREENS, Screen, screen_of

MOST: Final = 6
"""The rows of one kind."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that was found: what it is, what it is called, whose it is, how it stands, and its page."""

    kind: str
    icon: str
    key: str
    title: str
    about: str
    state: str
    href: str


def searched_screens() -> list[type[Screen]]:
    """The screens that are searched for the person at the door, in order."""
    declared = [each for each in SCREENS if each.searched_by and _is_open(each)]
    return sorted(filter(_has_a_column, declared), key=lambda each: each.searched_at)


def _has_a_column(screen: type[Screen]) -> bool:
    return bool(screen.visible(screen.searched_by))


def _is_open(screen: type[Screen]) -> bool:
    return is_granted("can_list", screen.table) and is_granted("can_show", screen.table)


def found(typed: str) -> list[Hit]:
    """What begins with `typed`, at most `MOST` rows of each kind; nothing for an empty question."""
    questions = [each for screen in searched_screens() for each in _questions(screen, typed)] if typed else []
    if not questions:
        return []
    asked = sa.union_all(*(_asked(question, place) for place, question in enumerate(questions)))
    hits: dict[type[Screen], dict[str, Hit]] = {}
    for row in sorted(db.session.execute(asked), key=lambda row: (row.place, row.matched)):
        screen = questions[row.place].screen
        hits.setdefault(screen, {}).setdefault(row.id, _hit(screen, row))
    return [hit for of_a_kind in hits.values() for hit in [*of_a_kind.values()][:MOST]]


@dataclass(frozen=True, slots=True)
class _Question:
    """Which rows of a screen have a column that begins with a text."""

    screen: type[Screen]
    column: str
    typed: str


def _questions(screen: type[Screen], typed: str) -> Iterator[_Question]:
    """Each searched column; one with numbers such as J-1001 is asked for the digits alone as well."""
    for name in screen.visible(screen.searched_by):
        series = screen.model.__table__.c[name].info.get("numbered")
        if series and typed.isdigit():
            yield _Question(screen, name, f"{series}-{typed}")
        yield _Question(screen, name, typed)


def _asked(question: _Question, place: int) -> sa.Select[Any]:
    """The first rows that answer the question, in the order of the column, with the names of whom they belong to."""
    screen, matched = question.screen, getattr(question.screen.model, question.column)
    names = screen.visible(screen.searched_by)
    first = sa.select(
        sa.literal(place).label("place"),
        screen.model.id.label("id"),
        folded(matched).label("matched"),
        _text(screen, names, 0).label("key"),
        _text(screen, names, 1).label("title"),
        _owner(screen).label("owner"),
        _state(screen).label("state"),
    )
    rows = first.where(begins(matched, question.typed)).order_by(folded(matched)).limit(MOST).subquery()
    return sa.select(*rows.c, _owner_name(screen, rows.c.owner).label("about"))


def _nothing() -> sa.ColumnElement[Any]:
    return sa.cast(sa.null(), sa.String)


def _text(screen: type[Screen], names: list[str], place: int) -> sa.ColumnElement[Any]:
    return getattr(screen.model, names[place]) if place < len(names) else _nothing()


def _state(screen: type[Screen]) -> sa.ColumnElement[Any]:
    """Its status, or that it was put away."""
    columns = shape_of(screen.model, current_roles()).columns
    if "status" in columns:
        return sa.cast(screen.model.status, sa.String)
    if "archived_at" in columns:
        return sa.case((screen.model.archived_at.is_not(None), "ARCHIVED"))
    return _nothing()


def _owner(screen: type[Screen]) -> sa.ColumnElement[Any]:
    """The key of the row that it belongs to: its first many-to-one that the reader sees."""
    parents = [*shape_of(screen.model, current_roles()).parents.values()]
    return getattr(screen.model, parent_column(parents[0]).key) if parents else _nothing()


def _owner_name(screen: type[Screen], key: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    parents = [*shape_of(screen.model, current_roles()).parents.values()]
    owners = screen_of(parents[0].mapper.class_) if parents else None
    names = owners.visible(owners.named_by) if owners is not None else []
    if owners is None or not names:
        return _nothing()
    return sa.select(getattr(owners.model, names[0])).where(owners.model.id == key).scalar_subquery()


def _hit(screen: type[Screen], row: Any) -> Hit:
    """A row with a number is told by it and its title, another one by its name, with the rest in small."""
    is_numbered = screen.searched_by[0] == "number"
    told = [row.about] if is_numbered else [row.title, row.about]
    return Hit(
        kind=screen.noun().capitalize(),
        icon=screen.icon,
        key=row.key or "",
        title=(row.title or "") if is_numbered else "",
        about=" · ".join(part for part in told if part),
        state=label(row.state).capitalize() if row.state else "",
        href=page_url(screen, row.id),
    )
