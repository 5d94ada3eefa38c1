"""What a key figure comes to in some windows: from the facts, or from the days that are kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core.types import round_half_up
from .business_metrics import day_sums
from .declared import Kpi, Reckoning
from .windows import Asked, Window

PORTION: Final = 400
"""Windows that one statement asks of."""
PORTION_OF_ENDS: Final = 60
"""Of ends fewer, near each other: what stood at one of them is looked for among all that did meanwhile."""

EVER: Final = dt.date(1970, 1, 1)
"""Before any shop's first day."""

Numbers = Sequence[Any]
"""The top and the bottom."""


@dataclass(frozen=True)
class Measured:
    """A value, and of a share the two numbers that it comes of."""

    value: Decimal | None
    top: Decimal | None = None
    bottom: Decimal | None = None


def measure(
    session: Session, kpi: Kpi, windows: Collection[Window], customer_id: str | None = None
) -> dict[Window, Measured]:
    """What `kpi` comes to in each of `windows`, from the facts; of one customer where it is asked of one.

    ValueError when it cannot be told of one customer.
    """
    if customer_id is not None and not kpi.by_customer:
        raise ValueError(f"{kpi.title} cannot be told of one customer.")
    reached = {window: reach(kpi, window) for window in windows}
    if kpi.reckoning != Reckoning.SUMMED:
        found = _numbers(session, kpi, reached.values(), customer_id)
        return {window: measured(kpi, *found.get(reach, ())) for window, reach in reached.items()}
    days = {Window(day, day) for window in windows for day in window.days()}
    found = _numbers(session, kpi, days, customer_id)
    return {window: measured(kpi, *_added(_of_days(found, window))) for window in windows}


def measure_kept(session: Session, kpi: Kpi, windows: Collection[Window]) -> dict[Window, Measured]:
    """As `measure`, by the days that are kept where the key figure is made of days."""
    if not kpi.is_made_of_days:
        return measure(session, kpi, windows)
    reached = {window: reach(kpi, window) for window in windows}
    found = _answers(session, lambda asked: _of_kept_days(kpi, asked), reached.values())
    return {window: measured(kpi, *found.get(reach, ())) for window, reach in reached.items()}


def _of_kept_days(kpi: Kpi, asked: Asked) -> sa.Select[Any]:
    own = sa.and_(day_sums.c.name == kpi.name, asked.days(day_sums.c.day))
    sums = sa.select(asked.key, sa.func.sum(day_sums.c.top), sa.func.sum(day_sums.c.bottom))
    return sums.join_from(asked.window, day_sums, own).group_by(asked.key)


def sums_of(kpi: Kpi, asked: Asked) -> sa.Select[Any]:
    """The sums of the rows behind `kpi` in each window: its key, the top and the bottom."""
    row = kpi.ask(asked).subquery("behind")
    if kpi.reckoning == Reckoning.MEDIAN:
        row = _in_the_middle(row)
    top, bottom = (sa.func.sum(column) for column in (row.c.top, row.c.bottom))
    return sa.select(row.c.key, top.label("top"), bottom.label("bottom")).group_by(row.c.key)


def _in_the_middle(row: sa.Subquery) -> sa.Subquery:
    """Of each window the row that as many come before as after; both of them where there is none."""
    place = sa.func.row_number().over(partition_by=row.c.key, order_by=(row.c.top, row.c.subject))
    number = sa.func.count().over(partition_by=row.c.key)
    each = sa.select(
        row.c.key, row.c.top, row.c.bottom, place.label("place"), number.label("number")
    ).subquery()
    middle = sa.and_(2 * each.c.place >= each.c.number, 2 * each.c.place <= each.c.number + 2)
    return sa.select(each).where(middle).subquery("middle")


def keep_days(session: Session, kpi: Kpi, days: Collection[dt.date], opened: dt.date) -> None:
    """Write what the facts of these days add to a key figure that is made of days.

    What was there before the shop's first day, such as the stock that it began with, is that day's in a running sum.
    """
    windows = {Window(day, day) for day in days if day > opened}
    if any(day <= opened for day in days):
        windows.add(Window(EVER if kpi.lasts else opened, opened))
    found = _numbers(session, kpi, windows)
    for portion in _portions(windows):
        own = day_sums.c.day.in_([window.last for window in portion])
        session.execute(sa.delete(day_sums).where(day_sums.c.name == kpi.name, own))
    rows = [
        {"name": kpi.name, "day": window.last, "top": exact(top), "bottom": exact(bottom)}
        for window, (top, bottom) in sorted(found.items())
    ]
    if rows:
        session.execute(sa.insert(day_sums), rows)


def _numbers(
    session: Session, kpi: Kpi, windows: Iterable[Window], customer_id: str | None = None
) -> dict[Window, Numbers]:
    """What the rows behind `kpi` come to in each window that has some."""
    at_once = PORTION_OF_ENDS if kpi.reckoning == Reckoning.STANDING else PORTION
    return _answers(session, lambda asked: sums_of(kpi, asked), windows, customer_id, at_once)


def _answers(
    session: Session,
    ask: Callable[[Asked], sa.Select[Any]],
    windows: Iterable[Window],
    customer_id: str | None = None,
    at_once: int = PORTION,
) -> dict[Window, Numbers]:
    found: dict[Window, Numbers] = {}
    for portion in _portions(windows, at_once):
        by_key = {window.key: window for window in portion}
        for row in session.execute(ask(Asked(portion, customer_id))):
            found[by_key[row[0]]] = row[1:]
    return found


def _portions(windows: Iterable[Window], at_once: int = PORTION) -> Iterator[list[Window]]:
    chosen = sorted(set(windows))
    return (chosen[at : at + at_once] for at in range(0, len(chosen), at_once))


def reach(kpi: Kpi, window: Window) -> Window:
    """The days to ask of: all until the window's end of a running sum, its last alone of what stands then."""
    match kpi.reckoning:
        case Reckoning.RUNNING:
            return Window(EVER, window.last)
        case Reckoning.STANDING:
            return Window(window.last, window.last)
    return window


def _of_days(found: dict[Window, Numbers], window: Window) -> list[Numbers]:
    return [found[one] for day in window.days() if (one := Window(day, day)) in found]


def _added(rows: Sequence[Numbers]) -> list[Decimal]:
    return [sum(map(exact, numbers), Decimal(0)) for numbers in zip(*rows, strict=True)]


def measured(kpi: Kpi, top: Any = None, bottom: Any = None) -> Measured:
    """The value of a top and, of a share, a bottom. Nothing over nothing is nothing to tell (domain.md, “Money”)."""
    if kpi.is_share:
        share = round_half_up(exact(top) * kpi.factor / exact(bottom)) if bottom else None
        return Measured(share, exact(top), exact(bottom))
    return Measured(round_half_up(exact(top)))


def exact(number: Any = None) -> Decimal:
    """What a database answered as an exact number; nothing is zero."""
    return Decimal(str(number or 0))
