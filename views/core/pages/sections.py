"""The sections of a form: as its model declares them in `__sections__`, with the fields that this reader has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from .fields import HouseField
from .forms import RowForm

WITH_CONTENTS: Final = 3
"""From so many sections on a table of contents stands beside them."""


@dataclass(frozen=True)
class Section:
    """Some fields under a title; the title is empty when there is but one section."""

    position: int
    title: str
    fields: list[HouseField]

    @property
    def id(self) -> str:
        """Where the table of contents leads."""
        return f"section-{self.position}"

    @property
    def wrong(self) -> int:
        """How many of its fields have something wrong."""
        return sum(1 for field in self.fields if field.errors)


def sections_of(model: Any, form: RowForm) -> list[Section]:
    """The sections of `form` that have a field. What the model names in none stands at the end of the first."""
    fields = {field.short_name: field for field in form.house_fields()}
    declared = {title: list(names) for title, names in model.__sections__.items()} or {"": []}
    named = {name for names in declared.values() for name in names}
    next(iter(declared.values())).extend(name for name in fields if name not in named)
    present = {title: [fields[name] for name in names if name in fields] for title, names in declared.items()}
    filled = [(title, its_fields) for title, its_fields in present.items() if its_fields]
    return [Section(place, title, its_fields) for place, (title, its_fields) in enumerate(filled, 1)]
