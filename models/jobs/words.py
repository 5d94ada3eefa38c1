"""What customers are told of each status: on their page while it lasts, and in the mail about the move to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from .life import JobStatus, S


@dataclass(frozen=True)
class Words:
    """A headline and the sentence below it. `{title}`, `{number}` and `{step}` stand for the job's."""

    headline: str
    sentence: str


@dataclass(frozen=True)
class StatusWords:
    """`page` is what the customer's page says and what happens next; `mail` is what the mail about the move says."""

    page: Words
    mail: Words = Words("News about your order: {step}", "{title} is now at the step “{step}”.")


_GETTING_READY: Final = StatusWords(
    Words(
        "We are getting everything ready",
        "Your design is prepared and the garments are brought together. Then we begin to make your order.",
    )
)
_BEING_MADE: Final = Words(
    "Your order is being made", "Every piece is checked, folded and packed by size before it leaves us."
)
_ENDED: Final = "If this is a surprise, write to us: we keep your files and can take it up again."

WORDS: Final[dict[JobStatus, StatusWords]] = {
    S.QUOTE: StatusWords(
        Words("We are preparing your quote", "You get a mail as soon as it is ready. Nothing is ordered yet.")
    ),
    S.QUOTE_SENT: StatusWords(
        Words(
            "Your quote is waiting for your answer",
            "Look it over and answer when you like. To change something, reply to our mail.",
        ),
        Words(
            "Your quote is ready",
            "the quote for {title} is ready. Look it over and answer when you like; "
            "we print nothing before you say yes.",
        ),
    ),
    S.APPROVED: StatusWords(
        Words("Your order is confirmed", "Next we get your design and the garments ready."),
        Words("Your order is confirmed", "{title} is confirmed. We now get the art and the garments ready."),
    ),
    S.PREP: _GETTING_READY,
    S.READY: _GETTING_READY,
    S.IN_PRODUCTION: StatusWords(
        _BEING_MADE, Words("Your order is in production", "we have begun to make {title}.")
    ),
    S.QUALITY_CHECK: StatusWords(_BEING_MADE),
    S.PACKED: StatusWords(
        Words(
            "Your order is made and packed",
            "We write to you when you can pick it up or when it is shipped.",
        )
    ),
    S.READY_FOR_PICKUP: StatusWords(
        Words("Your order is ready to pick up", "Say {number} at the counter."),
        Words("Your order is ready", "{title} is packed and waits for you at the shop."),
    ),
    S.SHIPPED: StatusWords(
        Words("Your order is on its way", "It left our shop and is with the carrier."),
        Words("Your order is on its way", "we have sent {title} to you."),
    ),
    S.COMPLETED: StatusWords(
        Words("Your order is complete", "We keep the design: to order the same again, write to us."),
        Words("Your order is complete", "{title} is complete. Thank you for having it made here."),
    ),
    S.ON_HOLD: StatusWords(
        Words("Your order is paused", "We write to you when it goes on."),
        Words(
            "Your order is paused", "we have paused the work on {title} and will tell you when it goes on."
        ),
    ),
    S.DECLINED: StatusWords(Words("The quote was declined", _ENDED)),
    S.EXPIRED: StatusWords(Words("The quote has expired", "Write to us and we renew it.")),
    S.CANCELLED: StatusWords(
        Words("The order was cancelled", _ENDED),
        Words(
            "Your order is cancelled",
            "we have cancelled {title}. If you did not expect this, reply to this mail.",
        ),
    ),
}
