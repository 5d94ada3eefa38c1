"""Types of what verbs are told, with their limits, units and help: the same for every area."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import Field

Reason = Annotated[str, Field(min_length=1, max_length=500, description="For the shop's own record.")]
"""Why: for the shop's own record, and never left out."""

Message = Annotated[
    str, Field(max_length=2000, description="What the customer is told with it; may stay empty.")
]
"""What a customer is told; may be empty."""

Pieces = Annotated[int, Field(ge=1, le=1_000_000, json_schema_extra={"x-unit": "pieces"})]
"""How many."""


def dollars(
    description: str = "",
    *,
    ge: int | None = None,
    gt: int | None = None,
    places: int = 2,
    told: Mapping[str, Any] = MappingProxyType({}),
) -> Any:
    """The limits of an amount in dollars: its least, its decimal `places`, and what more its schema has `told`."""
    return Field(
        ge=ge,
        gt=gt,
        max_digits=12,
        decimal_places=places,
        description=description or None,
        json_schema_extra={"x-unit": "$", **told},
    )


Price = Annotated[Decimal, dollars("Left empty: what the price table says.", ge=0)]
"""What a customer is asked for."""

Amount = Annotated[Decimal, dollars("Less than nothing takes away.")]
"""A difference of prices."""

InAdvance = Annotated[Decimal, dollars("Left empty, the share that the settings say.", gt=0)]
"""What is asked for before production."""

Shipping = Annotated[Decimal, dollars("Charged on top of what was quoted.", ge=0)]
"""What the customer pays for shipping."""
