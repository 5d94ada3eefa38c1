"""The forms of the raw tables: the house's own fields in Flask-Admin's clothes, and rows chosen by typing."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask_admin.contrib.sqla.form import AdminModelConverter
from flask_admin.form import BaseForm
from flask_admin.model.ajax import AjaxModelLoader
from flask_wtf import FlaskForm
from markupsafe import Markup
from sqlalchemy.orm import RelationshipProperty
from wtforms import HiddenField, widgets

from models.core.base import db
from models.core.limits import accept
from models.core.types import Prose

from ..pages.fields import ColumnField
from ..representation import its_name_joined
from ..rest.json_values import identity_of
from ..values import name_of, typed

_LONGEST_SEARCH = 200


class TokenForm(BaseForm):
    """A form of Flask-Admin with Flask-WTF's token."""

    class Meta(FlaskForm.Meta):
        """Where WTForms looks for the token."""

    def populate_obj(self, obj: Any) -> None:
        """Set what was typed; the version only says what was seen."""
        for name, field in self._fields.items():
            if name != "version":
                field.populate_obj(obj, name)


class RawField(ColumnField):
    """A column's value in Flask-Admin's page."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.widget = _WIDGETS.get(self.kind, widgets.TextInput())
        self.flags.required = not self.may_be_empty and self.kind != "switch"

    def _value(self) -> str:
        return self.text

    def populate_obj(self, obj: Any, name: str) -> None:
        """Set the value unless it was left as it was shown: a moment is shown to the minute only."""
        if self.kind == "switch" or self.text != typed(self.object_data) or sa.inspect(obj).key is None:
            super().populate_obj(obj, name)


def _choices(field: RawField, **attributes: Any) -> Markup:
    """A choice as a list to pick from."""
    none = [("", "")] if field.may_be_empty else []
    options = Markup("").join(
        Markup('<option value="{}"{}>{}</option>').format(
            name, Markup(" selected") if name == field.text else "", label
        )
        for name, label in none + field.choices
    )
    attributes = {"id": field.id, "name": field.name, "class": "form-control"} | attributes
    drawn = Markup(widgets.html_params(**attributes))  # noqa: S704 - WTForms escapes every value
    return Markup("<select {}>{}</select>").format(drawn, options)


_WIDGETS = {"prose": widgets.TextArea(), "switch": widgets.CheckboxInput(), "choice": _choices}


class RawConverter(AdminModelConverter):
    """Every column by the house's own field: Flask-Admin drops the types that it does not know."""

    def convert(self, model: Any, mapper: Any, name: str, prop: Any, field_args: Any, hidden_pk: bool) -> Any:
        """The field of a column or of a many-to-one; None for what the form does not hold."""
        if name not in self.view.form_columns:
            return None
        if hasattr(prop, "direction"):
            told = {"blank_text": "Choose by typing a name"} | (field_args or {})
            return super().convert(model, mapper, name, prop, told, hidden_pk)
        column = prop.columns[0]
        return RawField(
            name_of(name), column=column, new=self.view.scaffolds_new, description=column.doc or ""
        )


def seen_version() -> HiddenField:
    """The version of the row that the form was opened with."""
    return HiddenField()


class ParentLoader(AjaxModelLoader):
    """Rows of a many-to-one, found by what their names contain, instead of all of them as options."""

    def __init__(self, parent: RelationshipProperty[Any], named_by: list[str]) -> None:
        super().__init__(parent.key, {})
        self.model = parent.mapper.class_
        self.named_by = named_by

    def format(self, model: Any) -> tuple[str, str] | None:
        """Id and label."""
        return None if model is None else (str(model.id), str(model))

    def get_one(self, pk: Any) -> Any:
        """The row; None for an id that nothing has."""
        identity = identity_of(self.model, pk)
        with db.session.no_autoflush:
            return None if identity is None else db.session.get(self.model, identity)

    def get_list(self, query: str, offset: int = 0, limit: int = 10) -> list[Any]:
        """Rows whose name contains `query`."""
        columns = [getattr(self.model, name) for name in self.named_by]
        found = sa.select(self.model).options(*its_name_joined(self.model)).order_by(*columns, self.model.id)
        if query:
            found = found.where(
                sa.or_(*(column.icontains(searched(query), autoescape=True) for column in columns))
            )
        page = found.offset(min(max(offset or 0, 0), 10_000)).limit(min(max(limit or 10, 1), 50))
        return list(db.session.scalars(page))


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
