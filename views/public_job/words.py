"""What a customer reads about what happened to a job, and how pieces and carriers are named."""

from __future__ import annotations

from typing import Final

HAPPENED: Final[dict[str, str | None]] = {
    "send_quote": "We sent you the quote.",
    "accept_quote": "The order was confirmed.",
    "decline": "The quote was declined.",
    "expire": "The quote expired without an answer.",
    "revise_quote": "We took the quote back to change it.",
    "begin_prep": "We began to get everything ready.",
    "mark_ready": None,
    "lose_readiness": None,
    "start_production": "We began to make your order.",
    "send_to_quality_check": None,
    "remake": None,
    "pack": "Every piece is checked and packed.",
    "ready_for_pickup": "Your order is ready to pick up.",
    "ship": "We shipped your order.",
    "complete": "The order is complete.",
    "hold": "We paused the order.",
    "resume": "We went on with the order.",
    "cancel": "The order was cancelled.",
    "step_back": "We corrected where your order stands.",
    "reopen": "We took the order up again.",
    "import_as": None,
}
"""What a move of the job means to its customer, by its verb; None is the shop's own affair."""


def pieces(count: int) -> str:
    """Such as “1 piece” or “1,440 pieces”."""
    return f"{count:,} piece{'' if count == 1 else 's'}"


_TRACKERS: Final = {
    "ups": "https://www.ups.com/track?tracknum={}",
    "usps": "https://tools.usps.com/go/TrackConfirmAction?tLabels={}",
    "fedex": "https://www.fedex.com/fedextrack/?trknbr={}",
    "dhl": "https://www.dhl.com/en/express/tracking.html?AWB={}",
}


def tracker_of(carrier: str) -> str | None:
    """The address pattern of the carrier's own tracking page, where it is known."""
    words = carrier.lower().split()
    return next((pattern for name, pattern in _TRACKERS.items() if name in words), None)
