"""Form fields of the house: what people type, checked as the column will check it, kept as typed when it is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from wtforms import Field, ValidationError
from wtforms.form import BaseForm

from models.core.sentences import REQUIRED
from models.core.series import is_numbered

from ..values import choices_of, kind_of, read, typed
from .inputs import Drawn
from .lookup import NOT_CHOSEN, find


class HouseField(Drawn, Field):
    """What every field shares: its kind (for the template), unit, help, and whether it must be filled in."""

    kind = "text"

    def __init__(self, label: str, *, column: sa.Column[Any], new: bool, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.column, self.new = column, new
        self.unit = column.info.get("unit", "")
        self.may_be_empty = column.nullable or self._fills_itself()

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002
        """Something is there, or may be missing."""
        if self.data is None and not self.may_be_empty and not self.process_errors:
            raise ValidationError(REQUIRED)

    def _fills_itself(self) -> bool:
        if not self.new:
            return False
        return is_numbered(self.column) or self.column.default is not None

    @property
    def text(self) -> str:
        """What the input shows: what was typed, else what is stored."""
        return str(self.raw_data[0]) if self.raw_data else self.text_of(self.data)

    def text_of(self, value: Any) -> str:
        """`value` as it stands in the input."""
        return typed(value)

    def take(self, value: Any) -> None:
        """Hold `value` instead of what was typed."""
        self.data, self.raw_data = value, None
        self.process_errors = ()


class ColumnField(HouseField):
    """A column's value."""

    def __init__(self, label: str, *, column: sa.Column[Any], **kwargs: Any) -> None:
        super().__init__(label, column=column, **kwargs)
        self.kind = kind_of(column)

    @property
    def longest(self) -> int | None:
        """The most characters that fit."""
        return getattr(self.column.type, "limit", None) or getattr(self.column.type, "length", None)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Name and label of each choice."""
        return choices_of(self.column.type.enum_class)  # type: ignore[attr-defined]

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read what was typed; a browser sends nothing for a switch that is off."""
        if self.kind == "switch":
            self.data = bool(valuelist) and read(self.column, str(valuelist[-1]))
        elif valuelist:
            text = str(valuelist[0])
            self.data = read(self.column, text.strip()) if text.strip() else self._empty()

    def _empty(self) -> Any:
        default = self.column.default
        if self.column.nullable:
            return None
        if default is not None and default.is_scalar and (self.new or default.arg == ""):  # type: ignore[attr-defined]
            return default.arg  # type: ignore[attr-defined]
        if self._fills_itself():
            return None
        raise ValueError(REQUIRED)


class LookupField(HouseField):
    """A many-to-one chosen by typing; only rows that the person may look up are accepted, or the one it has."""

    kind = "lookup"

    def __init__(self, label: str, *, model: Any, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.model = model

    @property
    def resource(self) -> str:
        """The resource that offers the rows."""
        return str(self.model.__tablename__)

    def text_of(self, value: Any) -> str:
        """The id of the row `value`."""
        return "" if value is None else str(value.id)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Find the chosen row."""
        if not valuelist:
            return
        identity = str(valuelist[0]).strip()
        if self.object_data is not None and str(self.object_data.id) == identity:
            self.data = self.object_data
            return
        self.data = find(self.model, identity) if identity else None
        if identity and self.data is None:
            raise ValueError(NOT_CHOSEN)
