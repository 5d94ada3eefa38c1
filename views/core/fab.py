"""Repairs of Flask-AppBuilder, each with a test that fails when the library no longer needs it.

What the screens do by themselves (forms, filters, lists, deletion) needs no repair here.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_appbuilder.fields import EnumField
from flask_appbuilder.models.sqla import filters
from wtforms import ValidationError


def apply() -> None:
    """Mend the library. Safe to call twice."""
    _compare_numbers_as_numbers()
    _refuse_unknown_choices()


def _compare_numbers_as_numbers() -> None:
    """A numeric filter binds the typed text, which PostgreSQL refuses to compare with a number."""
    original: Callable[..., Any] = filters.set_value_to_type
    if getattr(original, "mended", False):
        return

    def set_value_to_type(datamodel: Any, column: str, value: Any) -> Any:
        if not datamodel.is_numeric(column) or datamodel.is_float(column):
            return original(datamodel, column, value)
        try:
            return Decimal(str(value).strip())
        except InvalidOperation:
            return None

    set_value_to_type.mended = True  # type: ignore[attr-defined]
    filters.set_value_to_type = set_value_to_type


def _refuse_unknown_choices() -> None:
    """An unknown name of an enum makes the form's check raise KeyError: a 500 instead of a complaint."""

    def pre_validate(self: EnumField, _form: Any) -> None:
        if not any(self.data == self.coerce(value) for value, _ in self.choices):
            raise ValidationError("This is none of the choices.")

    EnumField.pre_validate = pre_validate
