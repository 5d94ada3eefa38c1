"""What may be done with the rows of a list: a few verbs as buttons, or a menu that is read when it is opened."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from models.core.workflow import Verb

from ..access.grants import holds
from ..access.person import current_roles, is_granted
from ..frame.assets import icon
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
    """What may be done with one row: the verbs `at_hand`, or the address of its menu; its page, its form, its tick."""

    at_hand: list[Deed]
    menu: str
    page: str
    edit: str
    tick: Markup
    drawn: Markup
    """The cell of a row that has a menu, for a grid; empty when the row has none."""


AT_HAND: Final = 2
"""With more verbs than these, a row has a menu: a page of rows would carry hundreds of buttons nobody presses."""


class DeedsOfRows:
    """The deeds of many rows of `screen` for the person at the door, who comes back to `back`.

    With `ticking` each row has a box to tick, if there is a verb to be spoken to many.
    """

    def __init__(
        self, screen: type[Screen], back: str, *, editing: bool = False, ticking: bool = False
    ) -> None:
        name, verbs = screen.__name__, spoken_by_reader(screen)
        is_short = len(verbs) <= AT_HAND
        self._at_hand = [(verb, _address(name, verb, back)) for verb in verbs] if is_short else []
        self._menu = None if is_short else RowAddress(f"{name}.deeds", back=back)
        self._page = RowAddress(f"{name}.show")
        may_edit = editing and is_granted("can_edit", screen.table)
        self._edit = RowAddress(f"{name}.edit") if may_edit else None
        self.ticking = ticking and bool(verbs)

    def of(self, row: Any) -> Deeds:
        """What may be done with `row`."""
        menu = self._menu(row.id) if self._menu else ""
        edit = self._edit(row.id) if self._edit and not row.why_not_edited() else ""
        label, page = escape(str(row)), self._page(row.id)
        tick = _tick(label, row.id) if self.ticking else Markup("")
        drawn = _drawn(label, page, menu, edit) if menu and self.ticking else Markup("")
        return Deeds(_legal(self._at_hand, row), menu, page, edit, tick, drawn)


def spoken_by_reader(screen: type[Screen]) -> list[Verb]:
    """The verbs of `screen` that the person at the door may speak, whatever a row's state."""
    roles = current_roles()
    return [verb for verb in screen.verbs.values() if holds(roles, f"can_{verb.name}", screen.table)]


def menu_of(screen: type[Screen], row: Any, back: str) -> tuple[list[Deed], int]:
    """What the person at the door may do with `row` now, in the order of declaration, and how many verbs are locked."""
    verbs = spoken_by_reader(screen)
    legal = _legal([(verb, _address(screen.__name__, verb, back)) for verb in verbs], row)
    return legal, len(verbs) - len(legal)


def _legal(verbs: list[tuple[Verb, RowAddress]], row: Any) -> list[Deed]:
    return [
        Deed(verb.title, address(row.id), verb.must_ask) for verb, address in verbs if verb.is_legal_for(row)
    ]


def _tick(label: str, identity: Any) -> Markup:
    """Drawn here, since a template would escape it piece by piece for every row. `label` is escaped."""
    box = '<input type="checkbox" class="form-check-input" name="id"'
    box += f' value="{escape(str(identity))}" aria-label="Tick {label}">'
    return Markup(f'<td class="tick"><label class="s-tick">{box}</label></td>')  # noqa: S704


def _drawn(label: str, page: str, menu: str, edit: str) -> Markup:
    """Drawn here for the same reason, as the template draws it for the lists of a row's page."""
    form = f'<a class="btn btn-sm" href="{escape(edit)}" aria-label="Edit {label}">Edit</a> ' if edit else ""
    link = f'<a class="s-ico" href="{escape(page)}#verbs" data-menu="{escape(menu)}" aria-haspopup="true"'
    said = f'aria-expanded="false" aria-label="What can be done with {label}">{icon("dots")}</a>'
    return Markup(f'<td class="deeds">{form}<span class="btn-group">{link} {said}</span></td>')  # noqa: S704


def _address(name: str, verb: Verb, back: str) -> RowAddress:
    """Where a verb is asked about, or else spoken; a button's form carries the way back by itself."""
    way_back = {"back": back} if verb.must_ask else {}
    return RowAddress(f"{name}.speak", verb=verb.name, **way_back)
