"""Forms derived from models: every visible column that people may write, and each many-to-one as a look-up."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import sqlalchemy as sa
from flask_wtf import FlaskForm
from wtforms import HiddenField

from models.core.errors import InvalidValue
from models.core.series import is_numbered

from ..refusals import invalid
from ..values import name_of
from .columns import writable
from .fields import ColumnField, HouseField, LookupField


class RowForm(FlaskForm):
    """A form of one row."""

    def house_fields(self) -> Iterator[HouseField]:
        """The fields that people fill in, in order."""
        return (field for field in self if isinstance(field, HouseField))

    def fill(self, row: Any) -> None:
        """Write the fields to `row`; InvalidValues when some refuse, after all were tried."""
        refused: dict[str, list[str]] = {}
        for field in self.house_fields():
            if field.new and field.data is None and field.may_be_empty:
                continue
            try:
                setattr(row, field.short_name, field.data)
            except InvalidValue as refusal:
                refused.setdefault(field.short_name, []).append(refusal.sentence)
        if refused:
            raise InvalidValues(refused)

    def is_stale_for(self, row: Any) -> bool:
        """Whether the row was written after the form was opened."""
        told = str(self.version.data or "") if "version" in self else ""
        return bool(told) and told != str(row.version)

    def is_about(self, row: Any) -> None:
        """Let the next save be about the version that `row` has now."""
        self.version.raw_data = None
        self.version.data = str(row.version)

    def blame(self, complaints: dict[str, list[str]]) -> list[str]:
        """Put complaints beside their fields; those of no field of this form come back."""
        homeless = []
        fields = {
            name: field for field in self.house_fields() for name in (field.short_name, field.column.key)
        }
        for name, sentences in complaints.items():
            if name in fields:
                fields[name].errors = [*fields[name].errors, *sentences]
            else:
                homeless += sentences
        return homeless


class InvalidValues(InvalidValue):
    """Several columns refused their values."""

    def __init__(self, complaints: dict[str, list[str]]) -> None:
        name, sentences = next(iter(complaints.items()))
        super().__init__(name, sentences[0])
        self.refusal = invalid(complaints)


@cache
def form_of(model: type, names: tuple[str, ...], *, new: bool) -> type[RowForm]:
    """The form class for `names` of `model`; that of a new row shows the columns' defaults."""
    relations: Any = sa.inspect(model).relationships
    columns = writable(model, new=new)
    fields: dict[str, Any] = {
        name: _field(name, columns[name], relations.get(name), new) for name in names if name in columns
    }
    if not new and "version" in sa.inspect(model).columns:
        fields["version"] = HiddenField()
    return type(f"{model.__name__}Form", (RowForm,), fields)


def _field(name: str, column: sa.Column[Any], relation: Any, new: bool) -> Any:
    help_text = "" if is_numbered(column) and not new else column.doc or ""
    about: dict[str, Any] = {"column": column, "new": new, "description": help_text}
    if relation is not None:
        return LookupField(name_of(name), model=relation.mapper.class_, **about)
    default = column.default
    first = default.arg if new and default is not None and default.is_scalar else None  # type: ignore[attr-defined]
    return ColumnField(name_of(name), default=first, **about)
