"""The description of the REST door in OpenAPI 3.1, written anew for each reader: what a role may not see or do is
not in it, not even as a name.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from flask import Response, request
from flask_appbuilder.api import BaseApi

from models.core.workflow import Verb
from tasks.look import look

from ..access.person import current_roles, is_granted
from ..representation import Shape, shape_of
from .answers import json_answer
from .openapi_parts import (
    BODY_REFUSALS,
    ID,
    LOGIN,
    QUERY,
    READ_REFUSALS,
    RESPONSES,
    ROW_REFUSALS,
    SECURITY,
    TYPED,
    Part,
    answer,
    body_of,
    operation,
    reference,
)
from .openapi_schemas import add_schemas, representation_of, verb_body
from .resource import door

_VERSION: Final = "v1"


class OpenApi(BaseApi):
    """`GET /api/v1/_openapi`."""

    route_base = f"/api/{_VERSION}"
    class_permission_name = "OpenApi"
    allow_browser_login = True
    csrf_exempt = False

    @door("/_openapi", "GET", "get")
    def get(self) -> Response:
        """The description for the present reader."""
        from ..screen import SCREENS

        return json_answer(200, document(SCREENS))


def document(screens: Iterable[Any]) -> Part:
    """The description of the resources of `screens` for the present reader."""
    paths: dict[str, Part] = dict(LOGIN)
    schemas: dict[str, Part] = {}
    tags = []
    for screen in screens:
        mine = _paths_of(screen, shape_of(screen.model, current_roles()), schemas)
        if mine:
            paths |= mine
            tags.append({"name": screen.table, "description": screen.title})
    name = look().name
    return {
        "openapi": "3.1.0",
        "info": {"title": f"{name}: REST", "version": _VERSION, "description": _INTRODUCTION},
        "servers": [{"url": request.host_url.rstrip("/")}],
        "security": [{"bearer": []}, {"session": []}],
        "tags": tags,
        "paths": paths,
        "components": {"securitySchemes": SECURITY, "responses": RESPONSES, "schemas": schemas},
    }


_INTRODUCTION: Final = (
    "Ids are strings. Decimals are strings, so that nothing is rounded; times are RFC 3339 in UTC; enums go by name. "
    "A many-to-one is written as <name>_id, and read as <name>_id and <name> (its label). "
    "A body may carry the version that was read: a stale one is refused with 412."
)


def _paths_of(screen: Any, shape: Shape, schemas: dict[str, Part]) -> dict[str, Part]:
    """The paths of a screen that the reader may take; the schemas that they name are added to `schemas`."""

    def may(permission: str) -> bool:
        return is_granted(f"can_{permission}", screen.table)

    base = f"/api/{_VERSION}/{screen.table}"
    paths = {f"{base}/": _collection(screen, may), f"{base}/{{pk}}": _member(screen, may)}
    if may("lookup"):
        paths[f"{base}/lookup"] = {"get": _lookup(screen)}
    if may("info"):
        paths[f"{base}/_info"] = {"get": _info(screen)}
    spoken = [verb for verb in screen.verbs.values() if may(verb.name)]
    paths |= {f"{base}/{{pk}}/{verb.name}": {"post": _verb(screen, verb, schemas)} for verb in spoken}
    taken = {path: {**_shared(path), **methods} for path, methods in paths.items() if methods}
    if taken:
        add_schemas(schemas, shape, adding=may("post"), changing=may("put"))
    return taken


def _shared(path: str) -> Part:
    return {"parameters": [ID]} if "{pk}" in path else {}


def _collection(screen: Any, may: Any) -> Part:
    methods = {}
    if may("get"):
        methods["get"] = operation(
            screen,
            "list",
            f"List: {screen.title}",
            answer(200, _page(screen)),
            READ_REFUSALS,
            parameters=[QUERY],
        )
    if may("post"):
        added = answer(201, _one(screen))
        body = body_of(reference(f"{screen.model.__name__}New"))
        methods["post"] = operation(screen, "add", f"Add: {screen.title}", added, BODY_REFUSALS, body=body)
    return methods


def _member(screen: Any, may: Any) -> Part:
    methods = {}
    if may("get"):
        methods["get"] = operation(
            screen,
            "show",
            f"Show: {screen.title}",
            answer(200, _one(screen)),
            ROW_REFUSALS,
            parameters=[QUERY],
        )
    if may("put"):
        body = body_of(reference(f"{screen.model.__name__}Changes"))
        changed, refusals = answer(200, _one(screen)), (*BODY_REFUSALS, "404", "412")
        methods["put"] = operation(screen, "change", f"Change: {screen.title}", changed, refusals, body=body)
    if may("delete"):
        gone, in_use = answer(200, reference("Message")), (*ROW_REFUSALS, "409")
        methods["delete"] = operation(screen, "delete", f"Delete: {screen.title}", gone, in_use)
    return methods


def _lookup(screen: Any) -> Part:
    found = {"type": "object", "properties": {"id": {"type": "string"}, "text": {"type": "string"}}}
    results = {"type": "object", "properties": {"results": {"type": "array", "items": found}}}
    told = "At most 20 rows, none archived, whose name begins with the text"
    return operation(screen, "lookup", told, answer(200, results), READ_REFUSALS, parameters=[TYPED])


def _info(screen: Any) -> Part:
    told = "What may be done, with which columns and filters"
    return operation(screen, "info", told, answer(200, {"type": "object"}), READ_REFUSALS, parameters=[QUERY])


def _verb(screen: Any, verb: Verb, schemas: dict[str, Part]) -> Part:
    body = body_of(verb_body(schemas, screen.model, verb), required=verb.must_ask)
    refusals = (*BODY_REFUSALS, "404", "412")
    return operation(screen, verb.name, verb.summary, answer(200, _one(screen)), refusals, body=body)


def _one(screen: Any) -> Part:
    properties = {"id": {"type": "string"}, "result": representation_of(screen.model)}
    return {"type": "object", "required": ["id", "result"], "properties": properties}


def _page(screen: Any) -> Part:
    properties = {
        "count": {"type": "integer", "minimum": 0, "description": "The rows on all pages."},
        "ids": {"type": "array", "items": {"type": "string"}},
        "result": {"type": "array", "items": representation_of(screen.model)},
    }
    return {"type": "object", "required": list(properties), "properties": properties}
