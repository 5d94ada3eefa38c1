"""Promise dates: behind what is booked, after the gates' usual time, and nothing is booked by asking."""

import datetime as dt
from decimal import Decimal

import pytest
import sqlalchemy as sa

from models.catalog import Material, Supplier
from models.core import clock
from models.core.actor import Actor, acting_as
from models.core.roles import ADMIN
from models.jobs import DecorationMethod, Job, JobItem, JobItemDecoration, JobItemSize
from models.scheduling import DailyCapacity, WorkDay, promise_date

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


def made_on(quote, on_hand, lead_days):
    """Let the quote be for 50 shirts of a material of which so many lie on the shelf."""
    blank = Material(
        name="Blank tee", quantity_on_hand=on_hand, supplier=Supplier(name="Mill", lead_days=lead_days)
    )
    quote.items[0].sizes = [JobItemSize(size="M", quantity=50, material=blank)]
    for gate in quote.gates:
        if gate.gate == "art":
            gate.waive(reason="The customer brought their art.")
    return blank


def printed(told):
    """The first day of printing."""
    return next(step.day for step in told.steps if step.what.startswith("Printing"))


def test_blanks_that_are_not_in_stock_take_as_long_as_their_supplier(session, cast, quote):
    with acting_as(Actor("staff", "owner", roles=frozenset({ADMIN}))):
        blank = made_on(quote, 49, 10)
    session.commit()
    assert printed(promise_date(session, quote)) == MONDAY + dt.timedelta(days=10)
    blank.adjust(quantity=Decimal(1), reason="One more was found")
    session.commit()
    assert printed(promise_date(session, quote)) == MONDAY + dt.timedelta(days=1)
    other = Job(title="Theirs", customer=cast.job.customer)
    other.items.append(JobItem(description="Tees", sizes=[JobItemSize(size="M", quantity=1, material=blank)]))
    session.add(other)
    session.commit()
    other.accept_quote()
    session.commit()
    assert printed(promise_date(session, quote)) >= MONDAY + dt.timedelta(days=10)


def test_what_waits_in_the_backlog_of_promised_jobs_comes_first(session, cast, quote):
    soon = promise_date(session, quote).date
    for _ in range(12):
        operation(cast.job, hours="8")
    session.commit()
    assert promise_date(session, quote).date > soon + dt.timedelta(days=5)


def test_no_date_is_on_a_closed_day(session, quote):
    with acting_as(Actor("staff", "owner", roles=frozenset({ADMIN}))):
        made_on(quote, 0, 5)  # a Saturday
    session.add(WorkDay(day=MONDAY + dt.timedelta(days=7), name="Founders' day", hours=0))
    session.commit()
    told = promise_date(session, quote)
    assert printed(told) == MONDAY + dt.timedelta(days=8)
    assert told.date >= printed(told)
