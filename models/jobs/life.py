"""The statuses of a job and what customers see of them."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final


class JobStatus(enum.StrEnum):
    """Where a job stands, as staff see it."""

    QUOTE = "QUOTE"
    QUOTE_SENT = "QUOTE_SENT"
    APPROVED = "APPROVED"
    PREP = "PREP"
    READY = "READY"
    IN_PRODUCTION = "IN_PRODUCTION"
    QUALITY_CHECK = "QUALITY_CHECK"
    PACKED = "PACKED"
    READY_FOR_PICKUP = "READY_FOR_PICKUP"
    SHIPPED = "SHIPPED"
    COMPLETED = "COMPLETED"
    ON_HOLD = "ON_HOLD"
    DECLINED = "DECLINED"
    EXPIRED = "EXPIRED"
    CANCELLED = "CANCELLED"


S = JobStatus

ACTIVE: Final = frozenset(
    {S.APPROVED, S.PREP, S.READY, S.IN_PRODUCTION, S.QUALITY_CHECK, S.PACKED, S.READY_FOR_PICKUP}
)
"""A job that the shop has promised and not yet handed over."""

HANDED_OVER: Final = frozenset({S.SHIPPED, S.COMPLETED})
"""A job that has left the shop."""

PRODUCED: Final = frozenset({S.IN_PRODUCTION, S.QUALITY_CHECK, S.PACKED, S.READY_FOR_PICKUP})
"""Active statuses in which production has begun: cancelling costs money, so only a manager may."""

CHANGEABLE: Final = ACTIVE - {S.READY_FOR_PICKUP}
"""A change order can still be made."""

STEPS: Final = ("Quote", "Confirmed", "Getting ready", "In production", "Ready", "Done")
"""The six steps that customers see."""

_STEP_OF: Final = {
    S.QUOTE: 0,
    S.QUOTE_SENT: 0,
    S.APPROVED: 1,
    S.PREP: 2,
    S.READY: 2,
    S.IN_PRODUCTION: 3,
    S.QUALITY_CHECK: 3,
    S.PACKED: 4,
    S.READY_FOR_PICKUP: 4,
    S.SHIPPED: 5,
    S.COMPLETED: 5,
}

_ENDINGS: Final = {S.DECLINED: "Declined", S.EXPIRED: "Expired", S.CANCELLED: "Cancelled"}


@dataclass(frozen=True)
class CustomerStep:
    """What a customer sees: the step's number from 0, its name, whether it is paused, or how the job ended."""

    index: int
    name: str
    paused: bool = False
    ended: bool = False


def customer_step(status: JobStatus, held_from: JobStatus | None) -> CustomerStep:
    """The step that `status` shows to the customer; a job on hold is paused on the step it was held from."""
    if status in _ENDINGS:
        return CustomerStep(-1, _ENDINGS[status], ended=True)
    if status == S.ON_HOLD:
        index = _STEP_OF[held_from or S.APPROVED]
        return CustomerStep(index, STEPS[index], paused=True)
    index = _STEP_OF[status]
    return CustomerStep(index, STEPS[index])
