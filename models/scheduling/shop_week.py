"""The shop's usual week, as its owner sets it."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import Annotated, Final

from pydantic import AfterValidator, Field
from sqlalchemy.orm import Session

from ..core import clock
from ..settings import declare, value_of

LONGEST_DAY: Final = Decimal(24)


def week_of(text: str) -> tuple[Decimal, ...]:
    """The seven hours that `text` tells, Monday first; ValueError with a sentence when it tells no week."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != 7:
        raise ValueError(
            f"A week has seven numbers with commas between them, Monday first; these are {len(parts)}."
        )
    return tuple(_hours(part) for part in parts)


def _hours(part: str) -> Decimal:
    try:
        hours = Decimal(part)
    except InvalidOperation:
        raise ValueError(f"“{part[:20]}” is not a number of hours, such as 8 or 7.5.") from None
    if not hours.is_finite() or not 0 <= hours <= LONGEST_DAY or hours != round(hours, 4):
        raise ValueError(f"“{part[:20]}” is not a number of hours from 0 to 24 with at most four decimals.")
    return hours


def _a_week(text: str) -> str:
    return ", ".join(f"{hours.normalize():f}" for hours in week_of(text))


def _a_time(text: str) -> str:
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text):
        raise ValueError(f"“{text[:20]}” is not a time such as 08:00.")
    return text


USUAL_WEEK: Final = declare(
    "usual_week",
    "8, 8, 8, 8, 8, 0, 0",
    "The hours that the shop works from Monday to Sunday, with commas between them; 0: closed. Holidays and other "
    "days are in the work calendar, a person's own week is with the person.",
    Annotated[str, AfterValidator(_a_week)],
    drawn="text",
).name
DAY_STARTS_AT: Final = declare(
    "day_starts_at",
    "08:00",
    "When the working day begins, on the shop's own clock.",
    Annotated[str, AfterValidator(_a_time)],
    drawn="text",
).name
WEEKS_AHEAD: Final = declare(
    "capacity_weeks_ahead",
    12,
    "For how many weeks ahead the hours of people and machines are laid out day by day. So far ahead can be planned.",
    Annotated[int, Field(ge=1, le=104)],
).name


def usual_week(session: Session) -> tuple[Decimal, ...]:
    """The shop's hours from Monday to Sunday."""
    return week_of(value_of(session, USUAL_WEEK))


def farthest_day(session: Session) -> dt.date:
    """The last day for which hours are laid out: nothing can be planned behind it."""
    return clock.shop_day() + dt.timedelta(weeks=value_of(session, WEEKS_AHEAD))


def day_start(session: Session) -> dt.time:
    """When the working day begins, on the shop's own clock."""
    return dt.time.fromisoformat(value_of(session, DAY_STARTS_AT))
