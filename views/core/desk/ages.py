"""How long something has waited, in one word and a number."""

from __future__ import annotations

import datetime as dt

from models.core import clock


def ago(since: dt.datetime) -> str:
    """The time from `since` to now, such as “40 min”, “5 h” or “12 d”, cut off; “now” within the first minute."""
    minutes = int((clock.now() - since).total_seconds() // 60)
    if minutes < 1:
        return "now"
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 24 * 60 else f"{minutes // (24 * 60)} d"
