"""Reading the arguments of a verb from a JSON body."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from models.core.limits import accept
from models.core.sentences import WHOLE, by_field
from models.core.workflow import Verb

from ..given import leaves, refuse_json
from .bodies import Unfit
from .json_values import INEXACT


def arguments_for(verb: Verb, body: dict[str, Any]) -> tuple[int | None, dict[str, Any]]:
    """The version that the speaker saw, if told, and the arguments; `Unfit` names all that are wrong."""
    told = dict(body)
    version = None if "version" in verb.arguments.model_fields else told.pop("version", None)
    faults = _faults(verb, told)
    unfit = {name.partition(".")[0] for name in faults}
    sound = {name: value for name, value in told.items() if name not in unfit}
    if version is not None and (isinstance(version, bool) or not isinstance(version, int)):
        faults["version"] = [WHOLE]
    try:
        given = verb.arguments.model_validate_json(json.dumps(sound), strict=True)
    except ValidationError as error:
        faults = by_field(error) | faults
    if faults:
        raise Unfit(faults)
    return version, {name: getattr(given, name) for name in given.model_fields_set}


def _faults(verb: Verb, told: dict[str, Any]) -> dict[str, list[str]]:
    known = verb.arguments.model_fields
    return {
        place: [fault]
        for name, value in told.items()
        for place, kind, leaf in leaves(name, known[name].annotation if name in known else None, value)
        if (fault := _fault(kind, leaf))
    }


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
