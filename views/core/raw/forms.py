"""The forms of the raw tables: the house's own fields, in the forms that Flask-Admin puts together."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask_admin.contrib.sqla.form import AdminModelConverter
from flask_admin.form import BaseForm
from flask_wtf import FlaskForm
from wtforms import HiddenField

from models.core.doors import columns_at_first
from models.core.limits import accept
from models.core.types import Prose

from ..pages.fields import ColumnField, HouseField, LookupField
from ..representation import parent_column
from ..values import name_of, typed

_LONGEST_SEARCH = 200


class TokenForm(BaseForm):
    """A form of Flask-Admin with Flask-WTF's token."""

    class Meta(FlaskForm.Meta):
        """Where WTForms looks for the token."""

    def house_fields(self) -> list[HouseField]:
        """The fields that people fill in, in order."""
        return [field for field in self if isinstance(field, HouseField)]

    def populate_obj(self, obj: Any) -> None:
        """Set what was typed; the version only says what was seen."""
        for field in self.house_fields():
            field.populate_obj(obj, field.short_name)

    def blame(self, complaints: dict[str, list[str]]) -> None:
        """Put complaints beside the fields of their columns."""
        for field in self.house_fields():
            told = complaints.get(field.short_name) or complaints.get(field.column.key) or []
            field.errors = [*field.errors, *told]


class RawField(ColumnField):
    """A column's value."""

    def populate_obj(self, obj: Any, name: str) -> None:
        """Set the value unless it was left as it was shown: a moment is shown to the minute only."""
        if self.kind == "switch" or self.text != typed(self.object_data) or sa.inspect(obj).key is None:
            super().populate_obj(obj, name)


class RawConverter(AdminModelConverter):
    """Every column by the house's own field: Flask-Admin drops the types that it does not know."""

    def convert(self, model: Any, mapper: Any, name: str, prop: Any, field_args: Any, hidden_pk: bool) -> Any:  # noqa: ARG002
        """The field of a column or of a many-to-one; None for what the form does not hold."""
        if name not in self.view.form_columns:
            return None
        if not self.view.scaffolds_new and name in columns_at_first(model):
            return None
        column = parent_column(prop) if hasattr(prop, "direction") else prop.columns[0]
        about = {"column": column, "new": self.view.scaffolds_new, "description": column.doc or ""}
        if hasattr(prop, "direction"):
            return LookupField(name_of(name), model=prop.mapper.class_, **about)
        return RawField(name_of(name), **about)


def seen_version() -> HiddenField:
    """The version of the row that the form was opened with."""
    return HiddenField()


def searched(text: str) -> str:
    """Text to look for; what no column can hold finds nothing."""
    try:
        return str(accept(sa.String(_LONGEST_SEARCH), text.strip()))
    except ValueError:
        return "\ufffd"


def texts_of(model: Any) -> list[str]:
    """The columns of `model` that hold text which people wrote."""
    return [
        attribute.key
        for attribute in sa.inspect(model).column_attrs
        if isinstance((column := attribute.columns[0]).type, sa.String | Prose)
        and not isinstance(column.type, sa.Enum)
        and not column.foreign_keys
        and not column.info.get("secret")
    ]
