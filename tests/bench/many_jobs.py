"""Jobs by the hundred thousand, made inside the database, with their customers and gates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.customers import Customer
from models.gates import GATES, GateStatus, JobGate
from models.jobs import Job, JobStatus

Values = dict[str, Any]

CUSTOMERS = 2_000
_MOMENT = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
TEN_DIGITS = 1_000_000_000
"""Numbers are counted from here on, so that their text sorts as they do."""


def fill_with_jobs(session: Session, begin: int, end: int) -> None:
    """Add and commit the jobs numbered from `begin` up to `end` with their gates; with the first, their customers."""
    if not begin:
        insert(session, Customer, 0, CUSTOMERS, _customer)
    insert(session, Job, begin, end, _job)
    for place, name in enumerate(GATES):
        insert(session, JobGate, begin, end, lambda n, place=place, name=name: _gate(n, place, name))
    session.commit()
    session.connection().execute(sa.text("ANALYZE"))
    session.commit()


def insert(
    session: Session,
    model: Any,
    begin: int,
    end: int,
    values: Callable[[Any], Values],
    *,
    versioned: bool = True,
) -> None:
    """Add the rows numbered from `begin` up to `end`, whose columns are made of their number."""
    numbers = sa.select(sa.literal(begin, sa.BigInteger).label("n")).cte("numbers", recursive=True)
    numbers = numbers.union_all(sa.select(numbers.c.n + 1).where(numbers.c.n < end - 1))
    written = {
        name: sa.literal(_MOMENT, model.__table__.c[name].type) for name in ("created_at", "updated_at")
    }
    columns = written | ({"version": sa.literal(1)} if versioned else {}) | values(numbers.c.n)
    rows = sa.select(*columns.values()).select_from(numbers)
    session.connection().execute(sa.insert(model.__table__).from_select([*columns], rows))


def _customer(n: Any) -> Values:
    return {"id": identity_of(n), "name": sa.literal("Customer ") + text_of(n), "tax_exempt": sa.false()}


def _job(n: Any) -> Values:
    columns = Job.__table__.c
    return {
        "id": identity_of(n),
        "number": sa.literal("J-") + text_of(n),
        "title": sa.literal("Team shirts, order ") + text_of(n),
        "customer_id": identity_of(n % CUSTOMERS),
        "status": turns(n, list(JobStatus), columns.status.type),
        "due_on": sa.literal(_MOMENT.date(), columns.due_on.type),
        "is_rush": (n % 10) == 0,
        "quoted_amount": sa.literal_column("480.00"),
    }


def _gate(n: Any, place: int, name: str) -> Values:
    states = [GateStatus.PASSED, GateStatus.BLOCKED]
    return {
        "id": identity_of(n * len(GATES) + place),
        "job_id": identity_of(n),
        "gate": sa.literal(name),
        "position": sa.literal(place + 1),
        "status": turns(n, states, JobGate.__table__.c.status.type),
    }


def turns(n: Any, choices: Sequence[Any], kind: Any) -> Any:
    """Each choice in turn."""
    return sa.case(
        {place: sa.literal(each, kind) for place, each in enumerate(choices[1:], 1)},
        value=n % len(choices),
        else_=sa.literal(choices[0], kind),
    )


def text_of(n: Any) -> Any:
    """A number as text that sorts as it does."""
    return sa.cast(n + TEN_DIGITS, sa.String)


def identity_of(n: Any) -> Any:
    """The id of the row of this number."""
    return sa.literal("01M" + "0" * 13) + text_of(n)
