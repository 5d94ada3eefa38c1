"""What may be done with the rows of a list: the verbs that are possible now, and how many are not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..access.grants import holds
from ..access.person import current_roles
from .addresses import RowAddress

if TYPE_CHECKING:
    from ..screen import Screen


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb that is possible now: what its button says, where it leads, and whether it asks first."""

    title: str
    href: str
    must_ask: bool


@dataclass(frozen=True, slots=True)
class Deeds:
    """What may be done with one row; `locked` counts what its state does not admit, told of on its page."""

    legal: list[Deed]
    locked: int
    page: str
    edit: str


class DeedsOfRows:
    """The deeds of many rows of `screen` for the person at the door, who comes back to `back`."""

    def __init__(self, screen: type[Screen], back: str, *, editing: bool = False) -> None:
        roles, name = current_roles(), screen.__name__
        self._verbs = [
            (verb, verb.title, verb.must_ask, _address(name, verb, back))
            for verb in screen.verbs.values()
            if holds(roles, f"can_{verb.name}", screen.table)
        ]
        self._page = RowAddress(f"{name}.show")
        may_edit = editing and holds(roles, "can_edit", screen.table)
        self._edit = RowAddress(f"{name}.edit") if may_edit else None

    def of(self, row: Any) -> Deeds:
        """What may be done with `row`, in the order of declaration."""
        legal = [
            Deed(title, address(row.id), must_ask)
            for verb, title, must_ask, address in self._verbs
            if verb.is_legal_for(row)
        ]
        edit = self._edit(row.id) if self._edit else ""
        return Deeds(legal, len(self._verbs) - len(legal), self._page(row.id), edit)


def _address(name: str, verb: Any, back: str) -> RowAddress:
    """Where a verb is asked about, or else spoken; a button's form carries the way back by itself."""
    way_back = {"back": back} if verb.must_ask else {}
    return RowAddress(f"{name}.speak", verb=verb.name, **way_back)
