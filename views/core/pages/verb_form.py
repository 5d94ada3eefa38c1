"""The arguments of a verb as a form: fields from its pydantic model, what was typed, and what is wrong with it."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from models.core.base import Base
from models.core.sentences import by_field
from models.core.workflow import Verb

from ..given import bare, declared, refuse_typed
from ..refusals import Refusal, invalid
from ..values import choices_of, name_of, read_any_text, typed
from .inputs import Drawn
from .lookup import NOT_CHOSEN, find

_KINDS: dict[type, str] = {
    bool: "switch",
    int: "whole",
    Decimal: "exact",
    dt.datetime: "moment",
    dt.date: "date",
}
_LONGEST_LINE = 120


@dataclass
class Argument(Drawn):
    """One argument as the template draws it; it answers to the same names as a form field."""

    name: str
    label: str
    kind: str
    text: str = ""
    may_be_empty: bool = False
    longest: int | None = None
    choices: list[tuple[str, str]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    unit: str = ""
    description: str = ""
    resource: str = ""
    """Of a lookup: the table whose rows it offers."""

    @property
    def id(self) -> str:
        """The id of its input."""
        return self.name

    @property
    def data(self) -> Any:
        """What a switch shows, and the row that a lookup names."""
        return self.chosen if self.kind == "lookup" else self.text == "true"

    def refuse_unknown(self) -> None:
        """ValueError when a lookup names no row that can be chosen."""
        if self.text.strip() and self.chosen is None:
            raise ValueError(NOT_CHOSEN)

    @property
    def chosen(self) -> Any:
        """The row that a lookup names, if the person at the door may choose it."""
        return find(_model_of(self.resource), self.text.strip()) if self.text.strip() else None


class VerbForm:
    """The arguments that a verb asks for, with what was typed."""

    def __init__(self, verb: Verb, typed_text: Mapping[str, str] | None = None, *, row: Any = None) -> None:
        """`row`, whose verb it is, tells who does it now where the verb asks who is to do it."""
        self.verb = verb
        self._typed = typed_text
        self._row = row
        self.fields = [self._argument(name, info) for name, info in verb.arguments.model_fields.items()]

    @property
    def asked(self) -> bool:
        """Whether this comes from a page that asked for the arguments."""
        return "asked" in (self._typed or {})

    def wrong_fields(self) -> list[Argument]:
        """The arguments that something is wrong with, in order."""
        return [argument for argument in self.fields if argument.errors]

    def unreadable(self) -> Refusal | None:
        """Why what was typed cannot be the arguments, all of it at once; None when it can."""
        complaints = self._misfits() | self._unkept()
        return invalid(complaints) if complaints else None

    def read(self) -> BaseModel:
        """The arguments; pydantic's ValidationError when they do not fit."""
        return self.verb.arguments.model_validate(self._values())

    def blame(self, complaints: Mapping[str, list[str]]) -> list[str]:
        """Put complaints beside their arguments; the others come back."""
        known = {argument.name: argument for argument in self.fields}
        for name in complaints.keys() & known.keys():
            known[name].errors = list(complaints[name])
        return [sentence for name, all_ in complaints.items() if name not in known for sentence in all_]

    def _values(self) -> dict[str, Any]:
        """What was given. A page's form says so (`asked`): then a switch that was not sent is off."""
        given = self._typed or {}
        values: dict[str, Any] = {}
        for argument in self.fields:
            if argument.kind == "switch" and "asked" in given:
                values[argument.name] = argument.name in given
            elif given.get(argument.name, "").strip():
                values[argument.name] = given[argument.name].replace("\r\n", "\n")
        return values

    def _misfits(self) -> dict[str, list[str]]:
        try:
            self.read()
        except ValidationError as error:
            return by_field(error)
        return {}

    def _unkept(self) -> dict[str, list[str]]:
        """Text with characters that cannot be kept, whatever it is for, and what no column would take."""
        complaints = {}
        for argument in self.fields:
            text = (self._typed or {}).get(argument.name, "")
            try:
                if argument.kind in ("text", "prose"):
                    read_any_text(text)
                if argument.kind == "lookup":
                    argument.text = text
                    argument.refuse_unknown()
                refuse_typed(self.verb.arguments.model_fields[argument.name].annotation, text)
            except ValueError as refusal:
                complaints[argument.name] = [str(refusal)]
        return complaints

    def _argument(self, name: str, info: FieldInfo) -> Argument:
        kind = bare(info.annotation)
        longest = next((limit.max_length for limit in info.metadata if hasattr(limit, "max_length")), 4000)
        argument = Argument(name, name_of(name), self._kind(kind, longest))
        argument.may_be_empty, argument.description = not info.is_required(), info.description or ""
        argument.unit = declared(info, "x-unit")
        argument.resource = declared(info, "x-table")
        argument.kind = "lookup" if argument.resource else argument.kind
        argument.longest = longest if argument.kind in ("text", "prose") else None
        if isinstance(kind, type) and issubclass(kind, enum.Enum):
            argument.choices = choices_of(kind)
        argument.text = self._text(argument, info)
        return argument

    def _kind(self, kind: Any, longest: int) -> str:
        if isinstance(kind, type) and issubclass(kind, enum.Enum):
            return "choice"
        return _KINDS.get(kind) or ("prose" if longest > _LONGEST_LINE else "text")

    def _text(self, argument: Argument, info: FieldInfo) -> str:
        if self._typed is None:
            first = None if info.is_required() else info.default
            if argument.kind == "lookup":
                first = getattr(self._row, argument.name, first)
            return str(first).lower() if isinstance(first, bool) else typed(first)
        if argument.kind == "switch":
            return "true" if argument.name in self._typed else "false"
        return self._typed.get(argument.name, "")


def _model_of(table: str) -> Any:
    return next(each.class_ for each in Base.registry.mappers if each.local_table.name == table)
