"""Quiet hours and the hour of the daily mail: when a mail about alerts may leave the shop."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field
from sqlalchemy.orm import Session

from ..core import clock
from ..settings import declare, value_of

_HOUR = Annotated[int, Field(ge=0, le=23)]

declare(
    "alert_quiet_from",
    20,
    "From this hour of the shop's day on no alert is mailed, not even a critical one: it waits until quiet hours end.",
    _HOUR,
)
declare(
    "alert_quiet_until",
    7,
    "At this hour quiet hours end, and what waited is mailed. The hour at which they begin: there are none.",
    _HOUR,
)
declare(
    "alert_digest_hour",
    7,
    "At this hour the alerts of a day that are not critical are mailed, all of a person's in one mail.",
    _HOUR,
)


def is_quiet(session: Session) -> bool:
    """Whether no mail about alerts may leave now."""
    begins, ends = value_of(session, "alert_quiet_from"), value_of(session, "alert_quiet_until")
    hour = clock.shop_time(clock.now()).hour
    if begins <= ends:
        return begins <= hour < ends
    return hour >= begins or hour < ends  # over midnight


def digest_moment(session: Session) -> dt.datetime:
    """The last hour of daily mails that has passed: what was told until then is due."""
    return clock.last_at(value_of(session, "alert_digest_hour"))
