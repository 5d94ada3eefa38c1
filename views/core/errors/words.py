"""What each status is called for people: what happened, why, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final


@dataclass(frozen=True)
class Words:
    """A title; the sentence that stands there when nobody knows a better one; what to do, which always stands there.

    `again` names the link to the same page, where asking once more may help; `to_strangers` is what to do for whoever
    has not signed in, where that is something else.
    """

    title: str
    usual: str
    advice: str
    again: str = ""
    to_strangers: str = ""


_WORDS: Final = {
    400: Words(
        "This cannot be read",
        "The request cannot be understood: a part of its address or of its form is missing or has another shape.",
        "Go back and use the page's own links and buttons; what was typed by hand may hold a slip.",
    ),
    401: Words("Sign in first", "Nothing was shown: sign in first.", "You come back here afterwards."),
    403: Words(
        "Not for your role",
        "Your role does not allow this. Ask the owner if it should.",
        "Your profile names your roles. Nothing was shown and nothing was changed.",
        to_strangers="Nothing was shown and nothing was changed: sign in as somebody who may.",
    ),
    404: Words(
        "Nothing here",
        "There is no such page, or no longer.",
        "It may have been moved or deleted, or its address holds a slip. "
        "The search finds it by a number, a name or an e-mail address.",
        to_strangers="It may have been moved or deleted, or its address holds a slip.",
    ),
    405: Words(
        "Not like this",
        "This address cannot be used in this way.",
        "Go back and use the page's own buttons.",
    ),
    409: Words(
        "The shop's rules forbid this now",
        "Nothing was changed: a rule of the shop forbids this now.",
        "The page you come from says what is possible instead.",
    ),
    410: Words(
        "No longer here",
        "This was taken back and is not available any more.",
        "Whoever gave you its address can give you a new one.",
    ),
    412: Words(
        "Somebody was faster",
        "Nothing was changed: somebody else changed it meanwhile.",
        "Open it anew, look at what is new, and make your change again.",
    ),
    413: Words(
        "Too large",
        "Nothing was changed: what was sent is too large.",
        "Take a smaller file, or send it in several parts.",
    ),
    415: Words(
        "Not in this form",
        "What was sent has a type that cannot be read here.",
        "Go back and use the page's own form.",
    ),
    422: Words(
        "Some values do not fit",
        "Nothing was changed: some values do not fit their fields.",
        "Go back: what you typed is still there. Mend the fields that are named, and save again.",
    ),
    429: Words(
        "Too many attempts",
        "Wait a few minutes, then try again.",
        "Until then every attempt is refused, the right one too.",
        again="Try again",
    ),
    500: Words(
        "Our mistake",
        "Nothing was changed: the program made a mistake. It is on record; try again, or tell the owner.",
        "Tell the reference below with it: by it the mistake is found in the shop's log.",
        again="Try again",
    ),
    503: Words(
        "Back in a moment",
        "The shop's database cannot be reached just now. Try again in a few seconds.",
        "Nothing was changed. If it lasts for minutes, tell the owner the reference below.",
        again="Try again",
    ),
}


def words_of(status: int) -> Words:
    """The words of `status`; of one that has none of its own, those of its kind."""
    if status in _WORDS:
        return _WORDS[status]
    return _WORDS[500 if status >= HTTPStatus.INTERNAL_SERVER_ERROR else 400]
