"""What the verbs of purchase orders are told: lines of a delivery, its day, its carriage."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from ..core.arguments import dollars
from ..core.visibility import OF_COSTS

ReceivedQuantity = Annotated[Decimal, Field(gt=0, max_digits=14, decimal_places=4)]
"""How much came, in the material's unit: more than nothing."""

ReceivedCost = Annotated[
    Decimal,
    dollars("The actual cost of one unit; left empty, as ordered.", ge=0, places=4, told=OF_COSTS),
]

Freight = Annotated[
    Decimal,
    dollars(
        "What carriage of this delivery cost; it is shared out over its lines by their worth.",
        ge=0,
        told=OF_COSTS,
    ),
]
ReceivedOn = Annotated[dt.date, Field(description="The day on which it came; left empty, today.")]
PackingSlip = Annotated[
    str, Field(max_length=60, description="The number on the packing slip. One slip is received once.")
]
WhyMore = Annotated[
    str,
    Field(
        max_length=500,
        description="Why more is kept than was ordered; left empty, more than that is refused.",
    ),
]


class ReceivedLine(BaseModel):
    """What came of one line.

    `received_before` is how much of the line had come before, as far as the sender knows: if more has come meanwhile,
    nothing is received twice.
    """

    model_config = ConfigDict(extra="forbid")

    line_id: Annotated[str, Field(min_length=1, max_length=26)]
    quantity: ReceivedQuantity
    unit_cost: ReceivedCost | None = None
    received_before: Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=4)] | None = None


ReceivedLines = Annotated[
    list[ReceivedLine],
    Field(max_length=200, description="The lines that came; left empty, all that is outstanding."),
]
