"""Columns as JSON Schema, for OpenAPI and for the models of bodies."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import sqlalchemy as sa

from models.core.types import Exact, Prose, UtcDateTime

Schema = dict[str, Any]


def schema_of(column: sa.Column[Any], *, writing: bool, nullable: bool | None = None) -> Schema:
    """What `column` looks like in JSON; when `writing`, also the spellings that are accepted."""
    schema = (
        {"type": "string", "maxLength": 26}
        if column.foreign_keys or column.primary_key
        else _of(column.type, writing)
    )
    minimum = column.info.get("minimum")
    if minimum is not None and schema.get("type") == "integer":
        schema["minimum"] = minimum
    if column.nullable if nullable is None else nullable:
        schema = _or_null(schema)
    told = [column.doc or "", f"In {unit}." if (unit := column.info.get("unit")) else ""]
    description = " ".join(part for part in told if part)
    return schema | ({"description": description} if description else {})


def _or_null(schema: Schema) -> Schema:
    kinds = schema.get("type", [])
    nullable = schema | ({"type": [*([kinds] if isinstance(kinds, str) else kinds), "null"]} if kinds else {})
    return nullable | ({"enum": [*schema["enum"], None]} if "enum" in schema else {})


@singledispatch
def _of(_kind: Any, _writing: bool) -> Schema:
    return {}


@_of.register
def _text(kind: sa.String, _writing: bool) -> Schema:
    return {"type": "string"} | ({"maxLength": kind.length} if kind.length else {})


@_of.register
def _prose(kind: Prose, _writing: bool) -> Schema:
    return {"type": "string", "maxLength": kind.limit}


@_of.register
def _choice(kind: sa.Enum, _writing: bool) -> Schema:
    return {"type": "string", "enum": list(kind.enums)}


@_of.register
def _exact(kind: Exact, writing: bool) -> Schema:
    whole = kind.precision - kind.scale
    pattern = rf"^[+-]?0*\d{{1,{whole}}}(\.\d{{1,{kind.scale}}}0*)?$"
    return {"type": ["string", "integer"] if writing else "string", "pattern": pattern, "examples": ["12.50"]}


@_of.register
def _integer(kind: sa.Integer, _writing: bool) -> Schema:
    bound = 2**63 if isinstance(kind, sa.BigInteger) else 2**31
    return {"type": "integer", "minimum": -bound, "maximum": bound - 1}


@_of.register
def _switch(_kind: sa.Boolean, _writing: bool) -> Schema:
    return {"type": "boolean"}


@_of.register
def _day(_kind: sa.Date, _writing: bool) -> Schema:
    return {"type": "string", "format": "date"}


@_of.register
def _moment(_kind: UtcDateTime, _writing: bool) -> Schema:
    return {"type": "string", "format": "date-time"}
