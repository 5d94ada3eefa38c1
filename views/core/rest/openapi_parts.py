"""The parts of an OpenAPI document that all resources share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

Part = dict[str, Any]

SECURITY: Final[Part] = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "The access_token of /api/v1/security/login.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "shop_session",
        "description": "The session of a signed-in browser; writing also needs the header X-CSRFToken.",
    },
}

_MESSAGE: Final[Part] = {
    "type": "object",
    "required": ["message"],
    "properties": {"message": {"type": "string", "description": "A sentence for the person at the screen."}},
}
_BY_FIELD: Final[Part] = {
    "type": "object",
    "required": ["message"],
    "properties": {
        "message": {
            "description": "Sentences by field; one sentence when no field is at fault alone.",
            "anyOf": [
                {"type": "string"},
                {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
            ],
        }
    },
}


def content(schema: Part) -> Part:
    """`schema` as JSON content."""
    return {"application/json": {"schema": schema}}


def _refusal(told: str, schema: Part = _MESSAGE) -> Part:
    return {"description": told, "content": content(schema)}


RESPONSES: Final[Part] = {
    "400": _refusal("The request cannot be read, or asks for a column that is not there."),
    "401": _refusal("Nobody is signed in."),
    "403": _refusal("The role may not do this."),
    "404": _refusal("There is no such row."),
    "409": _refusal("A rule of the shop forbids this now, or a value is taken, or the row is in use."),
    "412": _refusal("The row was changed since the told version was read."),
    "415": _refusal("The body is not JSON."),
    "422": _refusal("Values that their fields cannot hold.", _BY_FIELD),
    "503": _refusal("The database is busy or cannot be reached: try again after Retry-After seconds."),
}

READ_REFUSALS: Final = ("400", "401", "403", "503")
ROW_REFUSALS: Final = (*READ_REFUSALS, "404")
BODY_REFUSALS: Final = (*READ_REFUSALS, "409", "415", "422")

ID: Final[Part] = {"name": "pk", "in": "path", "required": True, "schema": {"type": "string"}}
QUERY: Final[Part] = {
    "name": "q",
    "in": "query",
    "description": (
        "Rison or JSON: columns, keys; for lists also filters [{col, opr, value}], order_column, order_direction, "
        "page (from 0), page_size. The operators of each column are in _info."
    ),
    "schema": {"type": "string"},
    "example": "(filters:!((col:id,opr:neq,value:'1')),order_column:id,order_direction:desc,page:0,page_size:20)",
}
TYPED: Final[Part] = {
    "name": "q",
    "in": "query",
    "description": "The beginning of a name.",
    "schema": {"type": "string", "maxLength": 200},
}


def reference(name: str) -> Part:
    """A reference to a schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def answer(status: int, schema: Part) -> Part:
    """The answer of a request that succeeds."""
    told = {200: "Done.", 201: "Added; Location tells where it is."}[status]
    return {str(status): {"description": told, "content": content(schema)}}


def body_of(schema: Part, *, required: bool = True) -> Part:
    """A JSON body."""
    return {"required": required, "content": content(schema)}


def operation(
    screen: Any,
    name: str,
    summary: str,
    success: Part,
    refusals: Iterable[str],
    *,
    parameters: list[Part] | None = None,
    body: Part | None = None,
) -> Part:
    """One method of a path."""
    refused = {status: {"$ref": f"#/components/responses/{status}"} for status in sorted(refusals)}
    told: Part = {"operationId": f"{screen.table}.{name}", "summary": summary, "tags": [screen.table]}
    if parameters:
        told["parameters"] = parameters
    if body:
        told["requestBody"] = body
    return told | {"responses": success | refused}


_CREDENTIALS: Final[Part] = {
    "type": "object",
    "required": ["username", "password", "provider"],
    "properties": {
        "username": {"type": "string"},
        "password": {"type": "string", "format": "password"},
        "provider": {"type": "string", "enum": ["db"]},
        "refresh": {"type": "boolean", "description": "Also give a refresh_token."},
    },
}
_TOKENS: Final[Part] = {
    "type": "object",
    "properties": {"access_token": {"type": "string"}, "refresh_token": {"type": "string"}},
}

LOGIN: Final[dict[str, Part]] = {
    "/api/v1/security/login": {
        "post": {
            "operationId": "security.login",
            "summary": "Sign in with name and password",
            "tags": ["security"],
            "security": [],
            "requestBody": body_of(_CREDENTIALS),
            "responses": {
                "200": {
                    "description": "A token for the header Authorization: Bearer.",
                    "content": content(_TOKENS),
                },
                "400": {"$ref": "#/components/responses/400"},
                "401": {"$ref": "#/components/responses/401"},
            },
        }
    },
    "/api/v1/security/refresh": {
        "post": {
            "operationId": "security.refresh",
            "summary": "A new access_token for a refresh_token",
            "tags": ["security"],
            "responses": {
                "200": {"description": "A new token.", "content": content(_TOKENS)},
                "401": {"$ref": "#/components/responses/401"},
            },
        }
    },
}
