"""Bringing the key figures up to date with the facts.

Whatever touches one notes it as stale for its days, in its own transaction and without waiting for anybody. Later, in
transactions of their own (the clock's), the rows of the periods are written anew, one key figure at a time. A day that
begins is noted too, with every day that the clock was off: so a new key figure writes its whole past by itself.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..core.base import new_id
from .business_metrics import BusinessMetric, day_sums, stale
from .declared import KPIS, Kpi
from .keeping import first_day, keep
from .measuring import keep_days
from .spans import touched

ONE_AT_A_TIME: Final = 687_081
"""The turn of whoever does so, on PostgreSQL. SQLite has one writer anyway."""


def note_stale(session: Session, marks: Iterable[tuple[str, dt.date]]) -> None:
    """Note that facts of a day touched a key figure: its name and the day."""
    told = [{"id": new_id(), "name": name, "day": day} for name, day in sorted(set(marks))]
    if told:
        session.execute(sa.insert(stale), told)


def note_new_days(session: Session) -> None:
    """Note the days since each key figure was last looked at, all since the shop's first where it never was."""
    opened, today = first_day(session), clock.shop_day()
    if opened is None:
        return
    last = sa.select(BusinessMetric.name, sa.func.max(BusinessMetric.calculated_at)).group_by(
        BusinessMetric.name
    )
    looked_at = {name: clock.shop_day(moment) for name, moment in session.execute(last)}
    for name in KPIS:
        since = looked_at.get(name, opened)
        if name not in looked_at or since < today:
            note_stale(session, ((name, day) for day in days_between(since, today)))


def rebuild(session: Session) -> None:
    """Forget the sums of days, and note every day of the shop's past. Does not commit.

    For rows that no fact told of, such as those of a restored or copied shop; `refresh` then does the work.
    """
    for table in (day_sums, stale):
        session.execute(sa.delete(table))
    opened = first_day(session)
    if opened is not None:
        days = list(days_between(opened, clock.shop_day()))
        note_stale(session, ((name, day) for name in KPIS for day in days))


def days_between(first: dt.date, last: dt.date) -> Iterable[dt.date]:
    """Every day from `first` to `last`, both included."""
    return (first + dt.timedelta(days=number) for number in range((last - first).days + 1))


def is_stale(session: Session) -> bool:
    """Whether something was touched that the kept rows do not know yet."""
    return bool(session.scalar(sa.select(sa.exists(sa.select(stale.c.id)))))


def refresh(session: Session) -> bool:
    """Bring one key figure up to date; whether it was the last that was stale. Does not commit.

    What is noted of it meanwhile is taken away here too, and then what it tells of is read here, or it stays.
    """
    _take_the_turn(session)
    taken = _take(session)
    if taken is None:
        return True
    name, days = taken
    if (kpi := KPIS.get(name)) is not None:
        _bring_up_to_date(session, kpi, days)
    return not is_stale(session)


def _bring_up_to_date(session: Session, kpi: Kpi, days: Collection[dt.date]) -> None:
    today, opened = clock.shop_day(), first_day(session)
    if opened is not None and kpi.is_made_of_days:
        keep_days(session, kpi, [day for day in days if day <= today], opened)
    keep(session, kpi, touched(kpi, days, today))


def _take(session: Session) -> tuple[str, set[dt.date]] | None:
    name = session.scalar(sa.select(sa.func.min(stale.c.name)))
    if name is None:
        return None
    rows = session.execute(sa.select(stale.c.id, stale.c.day).where(stale.c.name == name))
    days: dict[dt.date, list[str]] = defaultdict(list)
    for identity, day in rows:
        days[day].append(identity)
    own = sa.and_(stale.c.name == name, stale.c.day.in_(list(days)))
    session.execute(sa.delete(stale).where(own))
    return name, set(days)


def _take_the_turn(session: Session) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
