"""The sections of the desk: declared by areas, each drawn from one bounded query."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from models.core.base import db
from models.core.roles import ADMIN

from ..access.person import current_roles, is_granted
from ..pages.loading import loads
from .actions import Action

MOST: Final = 8
"""The rows of a section on the first page; the rest is on the section's own."""


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the desk: icon, title and its page, what it is about, why it is here, how old, what to do.

    `tone` is "late" for what is late or broken, "soon" for what is about to be, else empty.
    """

    icon: str
    title: str
    href: str
    about: str = ""
    why: str = ""
    age: str = ""
    tone: str = ""
    action: Action | None = None


@dataclass(frozen=True)
class Section:
    """A declared section; see `desk` for what each field says."""

    name: str
    title: str
    model: Any
    rows: Callable[[], sa.Select[Any]]
    item: Callable[[Any], Item]
    shows: tuple[str, ...]
    by: frozenset[str]
    place: int
    entry: Any
    urgent: bool
    beside: bool
    own: bool

    def is_for_reader(self) -> bool:
        """Whether the person at the door has it: by role, and only with the right to list its rows."""
        roles = current_roles()
        meant = ADMIN in roles or not self.by or not self.by.isdisjoint(roles)
        return bool(roles) and meant and (self.own or is_granted("can_list", self.model.__tablename__))

    def count(self) -> sa.Select[Any]:
        """How many rows it has, as a query."""
        return self.rows().with_only_columns(sa.func.count(), maintain_column_froms=True).order_by(None)

    def items(self, limit: int = MOST, offset: int = 0) -> list[Item]:
        """Its rows from `offset` on, at most `limit`: one statement, and one for each list that belongs to them."""
        from ..screen import screen_of

        screen = screen_of(self.model)
        options = loads(screen, self.shows) if screen is not None else []
        found = db.session.scalars(self.rows().options(*options).limit(limit).offset(offset))
        return [self.item(row) for row in found.unique()]


SECTIONS: Final[dict[str, Section]] = {}
"""Every declared section by its name."""


def desk(
    title: str,
    *,
    of: Any,
    rows: Callable[[], sa.Select[Any]],
    place: int,
    shows: tuple[str, ...] = (),
    by: Collection[str] = (),
    entry: Any = None,
    urgent: bool = False,
    beside: bool = False,
    own: bool = False,
) -> Callable[[Callable[[Any], Item]], Callable[[Any], Item]]:
    """Declare a section of rows of the model `of`; the function tells one of them, and names the section.

    `rows` is the query in its order, `shows` the relations that the function reads. It is for the roles `by` (all,
    when empty) as far as they may list the table; with `own` the rows are the reader's, whatever the table's grants.
    Sections stand by `place`, those `beside` in the narrow column. The count is shown at the menu's entry of the
    model `entry`, in red when the section is `urgent`: late or broken.
    """

    def declare(item: Callable[[Any], Item]) -> Callable[[Any], Item]:
        name = item.__name__
        SECTIONS[name] = Section(
            name, title, of, rows, item, shows, frozenset(by), place, entry, urgent, beside, own
        )
        return item

    return declare
