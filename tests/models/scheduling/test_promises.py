"""Promise dates: behind what is booked, after the gates' usual time, and nothing is booked by asking."""

import datetime as dt

import pytest
import sqlalchemy as sa

from models.core import clock
from models.jobs import DecorationMethod, Job, JobItem, JobItemDecoration
from models.scheduling import DailyCapacity, promise_date

from .plan import MONDAY, NOON, operation, rosa


@pytest.fixture(autouse=True)
def noon():
    """It is noon of Monday 23 November."""
    with clock.told_time(NOON):
        yield


@pytest.fixture
def quote(session, cast):
    """A quote for 50 pieces of heat-transfer vinyl."""
    job = Job(title="Shirts", customer=cast.job.customer)
    decoration = JobItemDecoration(decoration_method=DecorationMethod.HTV)
    job.items.append(JobItem(description="Shirts", quantity=50, decorations=[decoration]))
    session.add(job)
    session.commit()
    return job


def test_a_quote_waits_for_the_gates_usual_time_and_books_nothing(session, quote):
    before = session.scalars(sa.select(DailyCapacity.booked_hours)).all()
    told = promise_date(session, quote)
    assert told.date is not None
    assert told.date >= MONDAY + dt.timedelta(days=5)
    assert "production waits for the blanks until about" in told.sentence
    assert all(step.day for step in told.steps)
    assert session.scalars(sa.select(DailyCapacity.booked_hours)).all() == before


def test_a_full_shop_promises_a_later_date_and_says_what_is_full(session, cast, quote):
    soon = promise_date(session, quote).date
    for day in range(1, 12):
        busy = MONDAY + dt.timedelta(days=day)
        if busy.weekday() < 5:
            operation(cast.job, hours="8").move(busy, employee_id=rosa(session).id)
    session.commit()
    told = promise_date(session, quote)
    assert told.date > max(soon, MONDAY + dt.timedelta(days=11))
    assert " is full until " in told.sentence


@pytest.mark.on_sqlite
def test_a_quote_of_very_many_pieces_has_no_date_and_few_steps(session, quote):
    quote.items[0].quantity = 20_000_000
    session.commit()
    told = promise_date(session, quote)
    assert len(told.steps) < 1000
    assert told.date is None
    assert "on one day" in told.sentence or "split it into" in told.sentence


def test_a_quote_of_nothing_has_no_date(session, cast):
    empty = Job(title="Nothing yet", customer=cast.job.customer)
    session.add(empty)
    session.commit()
    told = promise_date(session, empty)
    assert told.date is None or told.steps
