"""Arguments of verbs before pydantic reads them: it would take more for a number, a day or a time than people mean."""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from models.core.limits import accept, in_plain_digits
from models.core.types import Hours, UtcDateTime

from .rest.json_values import read_json
from .values import read_day, read_moment

_COLUMNS: Final[dict[type, Any]] = {Decimal: Hours(), dt.datetime: UtcDateTime(), dt.date: sa.Date()}
"""The type of column whose rules hold for an argument of a type."""


def bare(annotation: Any) -> Any:
    """The type inside Optional and Annotated."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return bare(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return next(bare(each) for each in typing.get_args(annotation) if each is not type(None))
    return annotation


def declared(info: FieldInfo, what: str) -> str:
    """What an argument's type declares besides its limits, as `models.core.arguments` does: `x-unit`, or `x-table`,
    the table one of whose rows it names. Empty when it declares nothing of the kind.
    """
    extra = info.json_schema_extra
    return str(extra.get(what, "")) if isinstance(extra, dict) else ""


def leaves(name: str, annotation: Any, value: Any) -> Iterator[tuple[str, Any, Any]]:
    """The values of an argument by their dotted names, each with its type: those within lists and models too."""
    kind = bare(annotation)
    if typing.get_origin(kind) is list and isinstance(value, list):
        (inner,) = typing.get_args(kind)
        for number, each in enumerate(value):
            yield from leaves(f"{name}.{number}", inner, each)
    elif isinstance(kind, type) and issubclass(kind, BaseModel) and isinstance(value, dict):
        for key in value.keys() & kind.model_fields.keys():
            yield from leaves(f"{name}.{key}", kind.model_fields[key].annotation, value[key])
    else:
        yield name, kind, value


def refuse_json(annotation: Any, value: Any) -> None:
    """ValueError with a sentence for JSON that no column of the kind would take, such as a time without a zone."""
    column = _COLUMNS.get(bare(annotation))
    if column is None or value is None:
        return
    read = read_json(column, value)
    if isinstance(read, dt.date):
        accept(column, read)


def refuse_typed(annotation: Any, text: str) -> None:
    """ValueError with a sentence for what was typed and is no number, day or time; an empty text is none."""
    kind, text = bare(annotation), text.strip()
    if not text:
        return
    if kind in (int, Decimal):
        in_plain_digits(text)
    elif kind is dt.date:
        accept(_COLUMNS[kind], read_day(text))
    elif kind is dt.datetime:
        accept(_COLUMNS[kind], read_moment(text))
