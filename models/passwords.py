"""What makes a password good enough: length above all, and nothing that a stranger would try first."""

from __future__ import annotations

from typing import Final

SHORTEST: Final = 12
LONGEST: Final = 200
"""Longer ones would only cost time to hash."""
_FEWEST_DIFFERENT: Final = 5

_TRIED_FIRST: Final = (
    "password",
    "passw0rd",
    "letmein",
    "welcome",
    "qwertyuiop",
    "1234567890",
    "demo-687-merch",
)


def weakness(password: str, username: str) -> str | None:
    """Why `password` will not do for `username`, as a sentence with what to do; None when it will."""
    plain = password.casefold()
    if len(password) < SHORTEST:
        return (
            f"It has {len(password)} characters; at least {SHORTEST} are needed. Four or five words do well."
        )
    if len(password) > LONGEST:
        return f"It has {len(password)} characters; at most {LONGEST} fit."
    if any(not character.isprintable() for character in password):
        return "It has characters that cannot be typed everywhere, such as tabs: leave them out."
    if len(set(plain)) < _FEWEST_DIFFERENT:
        return "It repeats too few characters. Four or five words do well."
    if username.casefold() in plain and len(username) > 2:
        return "It contains the user name. Choose words that nobody connects with you."
    if any(word in plain for word in _TRIED_FIRST):
        return "It contains what strangers try first, such as “password”. Choose other words."
    return None
