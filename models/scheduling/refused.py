"""A booking that is refused: a sentence for people, and the same as data for the calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ..core.actor import current_actor
from ..core.errors import RuleBroken
from ..core.types import round_half_up
from .life import RefusalKind
from .refusals import BookingRefusal


class BookingRefused(RuleBroken):
    """Nothing was booked. `hours_short` is by how much it was too much, `next_fit` the next day on which it fits."""

    def __init__(
        self,
        sentence: str,
        kind: RefusalKind,
        *,
        operation_id: str | None = None,
        resource: str = "",
        day: dt.date | None = None,
        hours_short: Decimal | None = None,
        next_fit: dt.date | None = None,
    ) -> None:
        super().__init__(sentence)
        self.kind, self.operation_id, self.resource, self.day = kind, operation_id, resource, day
        self.hours_short, self.next_fit = hours_short, next_fit
        self.refused_to = current_actor().name

    @property
    def details(self) -> Mapping[str, Any]:
        """What programs are told besides the sentence: keys of the JSON answer."""
        return {
            "reason": self.kind.name,
            "resource": self.resource or None,
            "day": self.day.isoformat() if self.day else None,
            "hours_short": None if self.hours_short is None else str(self.hours_short),
            "next_fit": self.next_fit.isoformat() if self.next_fit else None,
        }

    def kept(self) -> BookingRefusal:
        """The row that counts it, for a transaction of its own."""
        return BookingRefusal(
            kind=self.kind,
            operation_id=self.operation_id,
            resource=self.resource,
            day=self.day,
            hours_short=self.hours_short,
            sentence=str(self)[:500],
            refused_to=self.refused_to[:120],
        )


def hours_text(hours: Decimal) -> str:
    """Hours in a sentence, with one decimal, or two where one tells too little: “1.5 h”, “2.0 h”, “0.25 h”.

    Less than nothing is nothing.
    """
    exact = max(hours, Decimal(0))
    near = round_half_up(exact, 2) or exact  # 0.004 h is told as it is: it is not nothing
    places = max(1, -int(near.normalize().as_tuple().exponent))
    return f"{near:.{places}f} h"
