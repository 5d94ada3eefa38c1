"""What a kind of file is: the columns that it may fill, and the headers by which they are known.

A column of a kind stands for a column of a model: its type, its limits and who may see it are asked of the model.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..core.labels import noun_of
from ..core.visibility import hidden_columns


@dataclass(frozen=True)
class Target:
    """What a column of a file may be: `model.column`, known by `synonyms` besides its own name and label.

    Several headers may be mapped to a target `by_size`: each names the size of which it counts the pieces.
    """

    name: str
    label: str
    model: Any
    column: str
    synonyms: tuple[str, ...] = ()
    by_size: bool = False

    @property
    def field(self) -> Any:
        """The column of the model's table."""
        return self.model.__table__.c[self.column]

    @property
    def kind(self) -> Any:
        """The type of the values."""
        return self.field.type

    @property
    def is_address(self) -> bool:
        """Whether the values are e-mail addresses."""
        return self.column == "email"

    @property
    def group(self) -> str:
        """What it is a column of, such as “Customer contact”."""
        return noun_of(self.model).capitalize()

    @property
    def known_as(self) -> set[str]:
        """Every header that names it, as `squeezed` spells it; those of a target `by_size` are known by their sizes."""
        return set() if self.by_size else {squeezed(each) for each in (self.name, self.label, *self.synonyms)}


@dataclass(frozen=True)
class Kind:
    """A kind of file. `model` are its rows; a known row is found by `keys`, of which the first that is filled counts.

    `needs` are targets of which each tuple must have one mapped. `parent` says what the option of creating unknown
    parents makes ("" where there is none), and `creates_parents` whether it is on at first.
    """

    name: str
    title: str
    model: Any
    targets: tuple[Target, ...]
    keys: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...]
    parent: str = ""
    creates_parents: bool = False

    def target(self, name: str) -> Target | None:
        """The target called `name`."""
        return next((each for each in self.targets if each.name == name), None)

    def offered(self, roles: Iterable[str] | None) -> list[Target]:
        """The targets whose columns holders of `roles` may see; all of them for None."""
        if roles is None:
            return list(self.targets)
        held = list(roles)
        return [each for each in self.targets if each.column not in hidden_columns(each.model, held)]


def squeezed(header: str) -> str:
    """A header without case, accents, spaces and punctuation: “E-mail Address” is “emailaddress”, “#” is “no”."""
    plain = unicodedata.normalize("NFKD", header).casefold().replace("#", "no")
    return re.sub(r"[\W_]", "", "".join(c for c in plain if not unicodedata.combining(c)))
