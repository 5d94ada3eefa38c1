"""Booking: one conditional UPDATE for each resource and day, so that no two can take the same hour."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core.events import Fact, record
from .capacity import DailyCapacity
from .on_demand import Resource, Slot, rows_of

Resources = Mapping[str, Resource]
"""People and machines by their ids."""


@dataclass(frozen=True)
class Shortage:
    """A day that does not hold what was asked of it: how many hours more were asked, and what it holds."""

    slot: Slot
    asked: Decimal
    total: Decimal
    booked: Decimal

    @property
    def left(self) -> Decimal:
        """The hours that can still be booked."""
        return self.total - self.booked

    @property
    def short(self) -> Decimal:
        """By how much it is too much."""
        return self.asked - max(self.left, Decimal(0))


def shift(
    session: Session, changes: Mapping[Slot, Decimal], resources: Resources, *, beyond: bool = False
) -> list[Shortage]:
    """Book, and with less than nothing free, the hours of each slot; those that have no room come back.

    Rows are written in the order of their ids, so that nobody waits for somebody who waits for them, and stay locked
    until the transaction ends. `beyond` books them all the same. The whole shop's hours count where it has a limit.
    """
    ids = rows_of(session, changes.keys(), resources)
    shortages = []
    for slot, id_ in sorted(ids.items(), key=lambda each: each[1]):
        hours = changes[slot]
        if not _write(session, id_, hours, conditional=hours > 0):
            shortages.append(_shortage(session, slot, id_, hours))
            if beyond:
                _write(session, id_, hours, conditional=False)
    return shortages


def is_over(session: Session, slots: Collection[Slot]) -> bool:
    """Whether more is booked on one of these days than it holds."""
    row = DailyCapacity
    mine = [sa.and_(row.date == slot.day, row.resource == slot.resource) for slot in slots]
    over = sa.select(row.id).where(sa.or_(*mine), row.booked_hours > row.total_hours)
    return session.scalar(over.limit(1)) is not None


def _write(session: Session, id_: str, hours: Decimal, *, conditional: bool) -> bool:
    """Whether the hours were booked. Nothing to book only locks the row."""
    row = DailyCapacity
    booked = row.booked_hours + hours
    fits = [booked <= row.total_hours] if conditional else []
    done = session.scalars(
        sa.update(row).where(row.id == id_, *fits).values(booked_hours=booked).returning(row),
        execution_options={
            "deliberate": "the condition and the booking are one statement; the fact is recorded",
            "synchronize_session": False,
            "populate_existing": True,
        },
    ).one_or_none()
    if done is not None and hours:
        record(session, _fact(done, hours))
    return done is not None


def _shortage(session: Session, slot: Slot, id_: str, hours: Decimal) -> Shortage:
    held = sa.select(DailyCapacity.total_hours, DailyCapacity.booked_hours).where(DailyCapacity.id == id_)
    total, booked = session.execute(held).one()
    return Shortage(slot, hours, total, booked)


def _fact(row: DailyCapacity, hours: Decimal) -> Fact:
    columns = sa.inspect(DailyCapacity).column_attrs
    values: dict[str, Any] = {each.key: getattr(row, each.key) for each in columns}
    return Fact(DailyCapacity, row.id, "changed", values, {"booked_hours": row.booked_hours - hours})
