"""Reading a JSON body: into an object, and by a model's columns into values, every fault named at once."""

from __future__ import annotations

import json
from functools import cache, partial
from typing import Annotated, Any, NoReturn, cast

import sqlalchemy as sa
from flask import request
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    WithJsonSchema,
    create_model,
)
from sqlalchemy.orm import Mapper, RelationshipProperty

from models.core.base import db
from models.core.doors import columns_at_first
from models.core.limits import accept_for
from models.core.sentences import REQUIRED, by_field
from models.core.series import is_numbered
from models.core.types import Prose

from ..representation import Shape, parent_column, parents_by_key, represent
from ..values import name_of
from .json_values import identity_of, read_json
from .schemas import schema_of


class Malformed(Exception):
    """The request cannot be read. Doors answer `status`."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


class Unfit(Exception):
    """Values that their fields cannot hold, as sentences by field. Doors answer 422."""

    def __init__(self, fields: dict[str, list[str]]) -> None:
        super().__init__(fields)
        self.fields = fields


def json_object(*, required: bool = True) -> dict[str, Any]:
    """The request's body as a JSON object; empty when there is none and it is not `required`."""
    data = request.get_data()
    if not data and not required:
        return {}
    if not request.is_json:
        raise Malformed(
            "Send the body as JSON, with the header Content-Type: application/json.", 415 if data else 400
        )
    try:
        body = json.loads(data.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Malformed("The body is not valid JSON in UTF-8.") from None
    if not isinstance(body, dict):
        raise Malformed("The body must be a JSON object.")
    return body


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def values_to_add(shape: Shape, body: dict[str, Any]) -> dict[str, Any]:
    """The values of a new row; `Unfit` when some cannot be."""
    return _validated(shape, body_model(shape, partly=False), body)


def values_to_change(shape: Shape, row: Any, body: dict[str, Any]) -> dict[str, Any]:
    """The values that `body` gives to `row`. What cannot be written may be sent back as it was read."""
    closed = [
        name for name in body if name in shape.names and name not in shape.changeable and name != "version"
    ]
    unchanged = {name for name, value in represent(row, shape, closed).items() if value == body[name]}
    return _validated(
        shape, body_model(shape, partly=True), {k: v for k, v in body.items() if k not in unchanged}
    )


def _validated(shape: Shape, model: type[BaseModel], body: dict[str, Any]) -> dict[str, Any]:
    try:
        given = model.model_validate(body)
    except ValidationError as error:
        raise Unfit(_explained(shape, model, by_field(error))) from None
    return {name: getattr(given, name) for name in given.model_fields_set}


def _explained(shape: Shape, model: type[BaseModel], fields: dict[str, list[str]]) -> dict[str, list[str]]:
    """A known column that is not written like this is told apart from an unknown field."""
    for name in fields.keys() - model.model_fields.keys():
        if name in shape.parents:
            fields[name] = [f"Write {parent_column(shape.parents[name]).key} instead."]
        elif verb := columns_at_first(shape.model).get(name):
            fields[name] = [f"This is given with a new row only: afterwards “{verb}” changes it."]
        elif name in shape.columns and name not in shape.writable and name != "version":
            fields[name] = ["This cannot be written: it changes only by the row's verbs."]
    return fields


def body_model(shape: Shape, *, partly: bool) -> type[BaseModel]:
    """The pydantic model of a body for a new row or, `partly`, for changes of one."""
    names = frozenset(shape.changeable if partly else shape.writable)
    return _body_model(shape.model, names, partly, "version" in shape.columns)


@cache
def _body_model(model: type, names: frozenset[str], partly: bool, versioned: bool) -> type[BaseModel]:
    mapper: Mapper[Any] = sa.inspect(model)
    parents = parents_by_key(model)
    fields: dict[str, Any] = {}
    for attribute in mapper.column_attrs:
        if attribute.key in names:
            column = cast("sa.Column[Any]", attribute.columns[0])
            fields[attribute.key] = _field(column, parents.get(attribute.key), partly)
    if partly and versioned:
        told = Field(None, ge=0, strict=True, description="Refuse with 412 when the row has another version.")
        fields["version"] = (int | None, told)
    config = ConfigDict(extra="forbid", protected_namespaces=())
    return create_model(f"{model.__name__}{'Changes' if partly else 'New'}", __config__=config, **fields)


def _field(column: sa.Column[Any], parent: RelationshipProperty[Any] | None, partly: bool) -> tuple[Any, Any]:
    optional, title = partly or not is_required(column), name_of(column.key)
    read = partial(_from_json, column, parent, optional and not partly)
    schema = WithJsonSchema(schema_of(column, writing=True, nullable=column.nullable or is_numbered(column)))
    told = Field(default_factory=_nothing, title=title) if optional else Field(title=title)
    return Annotated[Any, BeforeValidator(read), schema], told


def _nothing() -> None:
    """What an optional field is without being given; told by a function, so that no schema shows it as a default."""


def is_required(column: sa.Column[Any]) -> bool:
    """Whether a new row must be given the column."""
    return not (column.nullable or column.default is not None or column.server_default or is_numbered(column))


def _from_json(
    column: sa.Column[Any], parent: RelationshipProperty[Any] | None, optional: bool, value: Any
) -> Any:
    """`value` as `column` keeps it; ValueError with a sentence."""
    if isinstance(value, str) and isinstance(column.type, sa.String | Prose):
        value = value.strip() or None
    if value is None:
        if column.nullable or (optional and is_numbered(column)):
            return None
        if column.default is not None and getattr(column.default, "arg", None) == "":
            return ""
        raise ValueError(REQUIRED)
    if parent is not None:
        return _known(parent, value)
    return accept_for(column, read_json(column.type, value))


def _known(parent: RelationshipProperty[Any], value: Any) -> Any:
    """The id `value`, if a row of the many-to-one has it."""
    mapper = parent.mapper
    identity = identity_of(mapper.class_, value)
    if identity is None or db.session.get(mapper.class_, identity) is None:
        raise ValueError(f"There is no such {parent.key.replace('_', ' ')}.")
    return identity
