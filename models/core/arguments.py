"""Types of what verbs are told, with their limits, units and help: the same for every area."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field

Reason = Annotated[str, Field(min_length=1, max_length=500, description="For the shop's own record.")]
"""Why: for the shop's own record, and never left out."""

Message = Annotated[
    str, Field(max_length=2000, description="What the customer is told with it; may stay empty.")
]
"""What a customer is told; may be empty."""

Pieces = Annotated[int, Field(ge=1, le=1_000_000, json_schema_extra={"x-unit": "pieces"})]
"""How many."""

Price = Annotated[
    Decimal,
    Field(
        ge=0,
        max_digits=12,
        decimal_places=2,
        description="Left empty: what the price table says.",
        json_schema_extra={"x-unit": "$"},
    ),
]
"""Dollars that a customer is asked for."""

Amount = Annotated[
    Decimal,
    Field(
        max_digits=12,
        decimal_places=2,
        description="Less than nothing takes away.",
        json_schema_extra={"x-unit": "$"},
    ),
]
"""Dollars; less than nothing takes away."""

InAdvance = Annotated[
    Decimal,
    Field(
        gt=0,
        max_digits=12,
        decimal_places=2,
        description="Left empty, the share that the settings say.",
        json_schema_extra={"x-unit": "$"},
    ),
]
"""Dollars that are asked for in advance."""

Shipping = Annotated[
    Decimal,
    Field(
        ge=0,
        max_digits=12,
        decimal_places=2,
        description="Charged on top of what was quoted.",
        json_schema_extra={"x-unit": "$"},
    ),
]
"""Dollars that are charged for shipping."""
