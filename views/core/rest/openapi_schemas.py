"""The schemas of an OpenAPI document: representations, bodies and the arguments of verbs."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from models.core.actor import current_actor
from models.core.visibility import OF_COSTS, reads_costs
from models.core.workflow import Verb

from ..representation import Shape
from ..values import name_of
from .bodies import body_model
from .openapi_parts import Part, reference
from .schemas import schema_of


class _Exactly(GenerateJsonSchema):
    """Decimals are text or whole numbers, never binary fractions."""

    def decimal_schema(self, schema: Any) -> JsonSchemaValue:
        """A decimal argument."""
        places = schema.get("decimal_places")
        fraction = r"(\.\d+)?" if places is None else rf"(\.\d{{1,{places}}})?"
        return {"type": ["string", "integer"], "pattern": rf"^[+-]?\d+{fraction}$", "examples": ["12.50"]}


def add_schemas(schemas: dict[str, Part], shape: Shape, *, adding: bool, changing: bool) -> None:
    """Add the representation of a row as `shape` shows it, and the bodies that add and change one."""
    name = shape.model.__name__
    schemas["Message"] = {"type": "object", "properties": {"message": {"type": "string"}}}
    schemas[name] = _representation(shape)
    if adding:
        _hoist(schemas, f"{name}New", body_model(shape, partly=False))
    if changing:
        _hoist(schemas, f"{name}Changes", body_model(shape, partly=True))


def representation_of(model: type) -> Part:
    """A reference to the representation of a row."""
    return reference(model.__name__)


def verb_body(schemas: dict[str, Part], model: type, verb: Verb) -> Part:
    """A reference to the arguments of a verb, which are added to `schemas`."""
    name = f"{model.__name__}.{verb.name}"
    _hoist(schemas, name, verb.arguments)
    if "version" not in verb.arguments.model_fields:
        told = {
            "type": ["integer", "null"],
            "description": "Refuse with 412 when the row has another version.",
        }
        schemas[name].setdefault("properties", {})["version"] = told
    return reference(name)


def _representation(shape: Shape) -> Part:
    properties: dict[str, Part] = {}
    for name in shape.names:
        if name in shape.parents:
            told = f"How people call the {name.replace('_', ' ')}."
            properties[name] = {"type": ["string", "null"], "readOnly": True, "description": told}
        else:
            column = shape.columns[name]
            schema = schema_of(column, writing=False)
            properties[name] = {"title": name_of(name)} | schema
    return {"type": "object", "properties": properties}


def _hoist(schemas: dict[str, Part], name: str, model: type[BaseModel]) -> None:
    """Add the schema of `model`, and what it refers to, by name."""
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}", schema_generator=_Exactly)
    named: dict[str, Part] = schema.pop("$defs", {}) | {name: schema | {"title": name}}
    for each in named.values():
        _hide_costs(each)
    schemas.update(named)


def _hide_costs(schema: Part) -> None:
    """Leave out what tells a cost, for readers who may not see any."""
    if reads_costs(current_actor()):
        return
    told = schema.get("properties", {})
    for name in [name for name, about in told.items() if _tells_costs(about)]:
        del told[name]


def _tells_costs(about: Part) -> bool:
    return OF_COSTS.items() <= about.items() or any(map(_tells_costs, about.get("anyOf", [])))
