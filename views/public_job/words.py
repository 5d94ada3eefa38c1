"""What a customer reads about a job. Six steps and plain sentences: never a status of the shop's own."""

from __future__ import annotations

from typing import Final, NamedTuple

from models.jobs import JobStatus

S = JobStatus


class Words(NamedTuple):
    """A headline and the sentence below it."""

    headline: str
    sentence: str


_GETTING_READY: Final = Words(
    "We are getting everything ready",
    "Your design is prepared and the garments are brought together. Then we begin to make your order.",
)
_IN_PRODUCTION: Final = Words(
    "Your order is being made", "Every piece is checked, folded and packed by size before it leaves us."
)
_ENDED: Final = "If this is a surprise, write to us: we keep your files and can take it up again."

NEXT: Final[dict[JobStatus, Words]] = {
    S.QUOTE: Words(
        "We are preparing your quote", "You get a mail as soon as it is ready. Nothing is ordered yet."
    ),
    S.QUOTE_SENT: Words(
        "Your quote is waiting for your answer", "Reply to our mail to accept it or to change it."
    ),
    S.APPROVED: Words("Your order is confirmed", "Next we get your design and the garments ready."),
    S.PREP: _GETTING_READY,
    S.READY: _GETTING_READY,
    S.IN_PRODUCTION: _IN_PRODUCTION,
    S.QUALITY_CHECK: _IN_PRODUCTION,
    S.PACKED: Words(
        "Your order is made and packed", "We write to you when you can pick it up or when it is shipped."
    ),
    S.READY_FOR_PICKUP: Words("Your order is ready to pick up", "Say {number} at the counter."),
    S.SHIPPED: Words("Your order is on its way", "It left our shop and is with the carrier."),
    S.COMPLETED: Words("Your order is complete", "We keep the design: to order the same again, write to us."),
    S.ON_HOLD: Words("Your order is paused", "We write to you when it goes on."),
    S.DECLINED: Words("The quote was declined", _ENDED),
    S.EXPIRED: Words("The quote has expired", "Write to us and we renew it."),
    S.CANCELLED: Words("The order was cancelled", _ENDED),
}
"""What happens next, by where the job stands. `{number}` is the job's."""

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


_SIZES: Final = ("XXS", "XS", "S", "M", "L", "XL", "2XL", "XXL", "3XL", "XXXL", "4XL", "5XL", "6XL")


def size_order(size: str) -> tuple[int, str]:
    """Sorts garment sizes as people read them; others follow by name."""
    known = size.upper()
    return (_SIZES.index(known), "") if known in _SIZES else (len(_SIZES), size)


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
