"""A verb for many rows: what would come of it, and speaking it to each in a transaction of its own.

One refusal stops no other row. For the same `request` no row hears it twice (`models.spoken`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from models.core.base import db
from models.core.workflow import Verb
from models.spoken import already_spoken, note_spoken

from ..access.person import is_granted
from ..representation import its_name_joined
from ..rest.json_values import identity_of
from .cells import row_url
from .deeds import spoken_by_reader
from .loading import loads
from .verb_form import VerbForm
from .writing import attempt

if TYPE_CHECKING:
    from ..screen import Screen


@dataclass(frozen=True, slots=True)
class Prospect:
    """What would come of a verb: for how many of `number` rows it is possible now, and why not for the others."""

    verb: Verb
    number: int
    refusals: list[str]

    @property
    def words(self) -> str:
        """Such as “2 of 3 will be refused”; empty when none will."""
        return f"{len(self.refusals)} of {self.number} will be refused" if self.refusals else ""


def prospects(screen: type[Screen], rows: list[Any]) -> list[Prospect]:
    """What the person at the door may do with some of `rows` now, what is possible for most of them first."""
    weighed = [prospect(verb, rows) for verb in spoken_by_reader(screen)]
    possible = [each for each in weighed if len(each.refusals) < len(rows)]
    return sorted(possible, key=lambda each: len(each.refusals))


def prospect(verb: Verb, rows: list[Any]) -> Prospect:
    """What would come of `verb` for `rows`."""
    return Prospect(verb, len(rows), [why for row in rows if (why := verb.why_not(row))])


def rows_of(screen: type[Screen], ids: list[str]) -> list[Any]:
    """The rows of `ids` that there are, in the order in which they were ticked, with what the list shows of them."""
    keys = [key for each in ids if (key := identity_of(screen.model, each)) is not None]
    wanted = sa.select(screen.model).where(screen.model.id.in_(keys)).options(*its_name_joined(screen.model))
    found = db.session.scalars(wanted.options(*loads(screen, screen.list_columns))).unique()
    by_id = {row.id: row for row in found}
    return [by_id[key] for key in keys if key in by_id]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a verb for one row: its name, its page, and the sentence that refused it, if one did.

    It was done `before` when an earlier sending of the same request did it.
    """

    name: str
    page: str
    refusal: str
    before: bool = False


def speak_to_each(
    screen: type[Screen], verb: Verb, form: VerbForm, ids: list[str], request: str
) -> list[Outcome]:
    """Speak `verb` with the arguments of `form` to each row of `ids`; once for `request`, unless that is empty."""
    speaking = _Speaking(screen, verb, form, request)
    done = speaking.done_before(ids)
    return [speaking.again(each) if each in done else speaking.now(each) for each in ids]


class _Speaking:
    def __init__(self, screen: type[Screen], verb: Verb, form: VerbForm, request: str) -> None:
        self._screen, self._verb, self._form, self._request = screen, verb, form, request

    def done_before(self, ids: list[str]) -> set[str]:
        """Those of `ids` whose row was reached already."""
        if not self._request:
            return set()
        by_subject = {self._subject(each): each for each in ids}
        done = already_spoken(db.session(), self._request, self._verb.name, by_subject.keys())
        return {by_subject[subject] for subject in done}

    def now(self, identity: str) -> Outcome:
        """Speak, in a transaction of its own."""
        rows = rows_of(self._screen, [identity])
        if not rows:
            return Outcome(self._nameless(), "", f"There is no such {self._screen.noun()}, or no longer.")
        name, page = self._told(rows[0])
        refusal = attempt(lambda: self._change(rows[0], identity))
        if refusal is not None and self.done_before([identity]):  # by the same request, sent twice at once
            return self.again(identity)
        return Outcome(name, page, refusal.message if refusal else "")

    def again(self, identity: str) -> Outcome:
        """Say nothing: it was done."""
        rows = rows_of(self._screen, [identity])
        name, page = self._told(rows[0]) if rows else (self._nameless(), "")
        return Outcome(name, page, "", before=True)

    def _change(self, row: Any, identity: str) -> None:
        if self._request:
            note_spoken(db.session(), self._request, self._verb.name, self._subject(identity))
        getattr(row, self._verb.name)(**dict(self._form.read()))

    def _subject(self, identity: str) -> str:
        return f"{self._screen.table}/{identity}"[:100]

    def _told(self, row: Any) -> tuple[str, str]:
        """What the row is called before the verb is spoken, and its page; neither to whom may not see it."""
        if not is_granted("can_show", self._screen.table):
            return self._nameless(), ""
        return str(row), row_url(self._screen, row)

    def _nameless(self) -> str:
        return f"A {self._screen.noun()}"
