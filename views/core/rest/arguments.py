"""Reading the arguments of a verb from a JSON body."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from models.core.limits import accept
from models.core.sentences import WHOLE, by_field
from models.core.workflow import Verb

from ..given import refuse_json
from .bodies import Unfit
from .json_values import INEXACT


def arguments_for(verb: Verb, body: dict[str, Any]) -> tuple[int | None, dict[str, Any]]:
    """The version that the speaker saw, if told, and the arguments; `Unfit` names all that are wrong."""
    told = dict(body)
    version = None if "version" in verb.arguments.model_fields else told.pop("version", None)
    known = verb.arguments.model_fields
    kinds = {name: known[name].annotation if name in known else None for name in told}
    faults = {name: [fault] for name, value in told.items() if (fault := _fault(kinds[name], value))}
    sound = {name: value for name, value in told.items() if name not in faults}
    if version is not None and (isinstance(version, bool) or not isinstance(version, int)):
        faults["version"] = [WHOLE]
    try:
        given = verb.arguments.model_validate_json(json.dumps(sound), strict=True)
    except ValidationError as error:
        faults = by_field(error) | faults
    if faults:
        raise Unfit(faults)
    return version, {name: getattr(given, name) for name in given.model_fields_set}


def _fault(kind: Any, value: Any) -> str | None:
    """What no argument may be: an inexact number, text that no column keeps, a time without its zone."""
    if isinstance(value, float):
        return INEXACT
    try:
        accept(sa.String(), value)
        refuse_json(kind, value)
    except ValueError as error:
        return str(error)
    return None
