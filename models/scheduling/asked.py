"""Types of what the verbs of an operation are told."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field

KEPT: Final[Any] = ""
"""Left out of a move: it stays as it is. An explicit null takes it away."""

HoursOfWork = Annotated[
    Decimal, Field(gt=0, le=24, max_digits=6, decimal_places=4, json_schema_extra={"x-unit": "h"})
]
"""More than nothing, and at most a day."""

HoursOfDay = Annotated[
    Decimal, Field(ge=0, le=9999, max_digits=8, decimal_places=4, json_schema_extra={"x-unit": "h"})
]
"""What a day of one resource, or of the whole shop, holds."""

Day = Annotated[dt.date, Field(description="A shop day, such as 2026-11-24.")]


def _without_default(schema: dict[str, Any]) -> None:
    """`KEPT` is no moment: programs leave the argument out instead."""
    schema.pop("default", None)


BeginsAt = Annotated[
    dt.datetime | None,
    Field(
        description="When it begins on that day; null: at any time of the day.",
        json_schema_extra=_without_default,
    ),
]

PersonId = Annotated[
    str | None,
    Field(max_length=26, description="Who does it.", json_schema_extra={"x-table": "employees"}),
]

MachineId = Annotated[
    str | None,
    Field(max_length=26, description="On which machine.", json_schema_extra={"x-table": "machines"}),
]

OverrideReason = Annotated[
    str | None,
    Field(max_length=500, description="Why a manager books beyond what the day holds; else left empty."),
]

Place = Annotated[
    int | None,
    Field(ge=0, le=1_000_000, description="Its place in the order of the day, the smallest first."),
]

PieceCount = Annotated[int | None, Field(ge=0, le=1_000_000, json_schema_extra={"x-unit": "pieces"})]


def _one_by_one(told: object) -> object:
    """The ids, which a form gives in one text; ValueError when one is longer than any id."""
    ids = told.replace(",", " ").split() if isinstance(told, str) else told
    if isinstance(ids, list) and any(isinstance(each, str) and len(each) > 26 for each in ids):
        raise ValueError("The id of a move has at most 26 characters.")
    return ids


MoveIds = Annotated[
    list[str],
    BeforeValidator(_one_by_one),
    Field(max_length=1000, description="The ids of the moves to be booked; left out: all of them."),
]
"""Some moves of a plan. A form gives their ids in one text."""
