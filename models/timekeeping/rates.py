"""What a person is paid for an hour, from which day on.

A rate holds from its first day until the next one begins, so that two never overlap; before the first, the first holds:
nothing else is known of that time. `employees.hourly_rate` is the rate of today, and typing it there writes the rate
that holds from today on. Entries already made keep theirs, unless `rerate_entries` is spoken.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy import Connection, ForeignKey
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from ..core import clock
from ..core.base import Versioned, lock_all, session_of
from ..core.events import Fact, on_fact
from ..core.roles import MANAGER
from ..core.types import Money
from ..core.visibility import COSTS
from ..core.workflow import verb
from ..people import Employee


class PayRate(Versioned):
    """What a person is paid for an hour from a day on, until a later one begins."""

    __tablename__ = "pay_rates"
    __behind__ = "employee"
    __table_args__ = (sa.UniqueConstraint("employee_id", "valid_from"),)

    employee_id: Mapped[str] = mapped_column(ForeignKey("employees.id"))
    valid_from: Mapped[dt.date] = mapped_column(
        sa.Date, index=True, doc="The first day; it holds until the next begins."
    )
    hourly_rate: Mapped[Decimal | None] = mapped_column(
        Money(), info=COSTS | {"unit": "$/h", "minimum": 0}, doc="Empty: not paid by the hour."
    )

    employee: Mapped[Employee] = relationship()

    def __str__(self) -> str:
        return f"From {self.valid_from:%-d %b %Y}"

    @verb(by={MANAGER})
    def rerate_entries(self) -> None:
        """Count the time worked under this rate at it, but in locked weeks and closed months."""
        from .rerating import rerate

        rerate(session_of(self), self)


def rate_of(bind: Connection | Session, employee_id: str, moment: dt.datetime) -> Decimal | None:
    """What the person is paid for an hour on the shop day of `moment`; None when nobody said, or not by the hour."""
    day, rate = clock.shop_day(moment), PayRate.__table__.c
    mine = sa.select(rate.hourly_rate).where(rate.employee_id == employee_id)
    then = bind.execute(mine.where(rate.valid_from <= day).order_by(rate.valid_from.desc()).limit(1)).first()
    first = then or bind.execute(mine.order_by(rate.valid_from).limit(1)).first()
    if first is not None:
        return first[0]
    people = Employee.__table__.c  # typed a moment ago, in the same transaction
    return bind.execute(sa.select(people.hourly_rate).where(people.id == employee_id)).scalar()


def outdated(session: Session) -> Sequence[str]:
    """Ids of the people whose rate of today is another than the one that is written with them."""
    rate, today = PayRate.__table__.c, clock.shop_day()
    begun = sa.select(rate.employee_id, sa.func.max(rate.valid_from).label("since"))
    last = begun.where(rate.valid_from <= today).group_by(rate.employee_id).subquery()
    holds = sa.and_(rate.employee_id == last.c.employee_id, rate.valid_from == last.c.since)
    people = (
        sa.select(Employee.id)
        .join(last, last.c.employee_id == Employee.id)
        .join(PayRate.__table__, holds)
        .where(Employee.hourly_rate.is_distinct_from(rate.hourly_rate))
    )
    return session.scalars(people.order_by(Employee.id)).all()


def bring_up_to_date(employee: Employee) -> None:
    """Write with the person the rate that holds today."""
    session = session_of(employee)
    (held,) = lock_all(session, Employee, [employee.id])
    held.hourly_rate = rate_of(session, held.id, clock.now())


@on_fact(Employee)
def keep_typed_rates(session: Session, facts: list[Fact]) -> None:
    """A rate that was typed with a person holds from today on."""
    latest = {fact.id: fact for fact in facts if _is_typed(fact)}
    for person in sorted(latest):
        typed = session.get_one(Employee, person).hourly_rate
        if _kept(session, person) and rate_of(session, person, clock.now()) == typed:
            continue
        today = clock.shop_day()
        since_today = sa.select(PayRate).where(PayRate.employee_id == person, PayRate.valid_from == today)
        row = session.scalars(since_today).one_or_none()
        if row is None:
            session.add(PayRate(employee_id=person, valid_from=today, hourly_rate=typed))
        else:
            row.hourly_rate = typed


def _is_typed(fact: Fact) -> bool:
    if fact.kind == "new":
        return fact.values["hourly_rate"] is not None
    return fact.kind == "changed" and "hourly_rate" in fact.before


def _kept(session: Session, person: str) -> bool:
    return session.scalar(sa.select(PayRate.id).where(PayRate.employee_id == person).limit(1)) is not None


@on_fact(PayRate)
def follow_rates(session: Session, facts: list[Fact]) -> None:
    """The people of these rates show the one that holds today; so does whom a rate was taken from."""
    people = {row["employee_id"] for fact in facts for row in (fact.values, fact.values | fact.before)}
    for employee in lock_all(session, Employee, people):
        employee.hourly_rate = rate_of(session, employee.id, clock.now())
