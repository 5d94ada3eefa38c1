"""A closed month takes no facts, through any door, and a fact and a closing never both win."""

import datetime as dt
import threading

import pytest
import sqlalchemy as sa

from models.core import clock
from models.core.actor import Actor, acting_as
from models.core.audit import AuditEntry
from models.core.base import db
from models.core.errors import DoorLocked, InvalidValue, RuleBroken
from models.expenses import Expense
from models.months import ClosedMonth, OpenMatter, checks, lay_out_months, month_row, months_open
from models.people import Employee
from models.timekeeping import TimeEntry
from tests.views.rest import Statements

NOVEMBER = dt.datetime(2026, 11, 20, 18, tzinfo=dt.UTC)
OCTOBER = dt.date(2026, 10, 14)
BOOKKEEPER = Actor("staff", "Bea", "1", frozenset({"Bookkeeper"}))


@pytest.fixture
def november():
    with clock.told_time(NOVEMBER):
        yield


@pytest.fixture
def october(session, november):
    """October, with an expense of 10.00, still open."""
    session.execute(sa.delete(ClosedMonth).execution_options(deliberate="other months of the seed"))
    session.add(Expense(description="Thread", amount="10.00", spent_on=OCTOBER))
    month = month_row(session, "2026-10")
    session.commit()
    return month


@pytest.fixture
def closed(session, october):
    """October, closed."""
    with acting_as(BOOKKEEPER):
        october.close()
        session.commit()
    return october


def _thread(session):
    return session.scalars(sa.select(Expense).where(Expense.description == "Thread")).one()


def _make(session):
    session.add(Expense(description="Late bill", amount="5.00", spent_on=OCTOBER))


def _change(session):
    _thread(session).amount = "11.00"


def _move_out(session):
    _thread(session).spent_on = dt.date(2026, 11, 2)


def _move_in(session):
    session.add(expense := Expense(description="New", amount="5.00", spent_on=dt.date(2026, 11, 2)))
    session.flush()
    expense.spent_on = OCTOBER


def _delete(session):
    session.delete(_thread(session))


def _insert(session):
    row = {"description": "Bulk", "amount": "5.00", "spent_on": OCTOBER, "kind": "OTHER", "version": 1}
    session.execute(sa.insert(Expense).execution_options(deliberate="a test"), [row])


def _insert_one(session):
    row = {"description": "Bulk", "amount": "5.00", "spent_on": OCTOBER, "kind": "OTHER", "version": 1}
    session.execute(sa.insert(Expense).values(**row).execution_options(deliberate="a test"))


def _update(session):
    session.execute(sa.update(Expense).values(amount="1.00").execution_options(deliberate="a test"))


def _remove(session):
    gone = sa.delete(Expense).where(Expense.description == "Thread")
    session.execute(gone.execution_options(deliberate="a test"))


def _done(session, deed):
    deed(session)
    session.commit()


@pytest.mark.parametrize(
    "deed", [_make, _change, _move_out, _move_in, _delete, _insert, _insert_one, _update, _remove]
)
def test_nothing_of_a_closed_month_is_made_changed_or_deleted(session, closed, deed):
    with pytest.raises(
        RuleBroken, match=r"October 2026 is closed, and this expense is of Wed 14 Oct 2026. Book"
    ):
        _done(session, deed)
    session.rollback()
    assert session.scalars(sa.select(Expense.amount).where(Expense.spent_on == OCTOBER)).all() == [10]


@pytest.mark.on_sqlite
def test_what_is_no_booking_may_still_be_said_of_it(session, closed):
    _thread(session).notes = "The receipt is in the blue folder."
    session.commit()


@pytest.mark.on_sqlite
def test_moments_count_by_the_day_on_the_shops_wall(session, closed, cast):
    rosa = session.scalars(sa.select(Employee).where(Employee.name == "Rosa")).one()
    late = dt.datetime(2026, 11, 1, 4, 30, tzinfo=dt.UTC)  # half past eleven in the evening of 31 October
    session.add(
        TimeEntry(employee=rosa, activity="Night", start_time=late, end_time=late + dt.timedelta(minutes=20))
    )
    if TimeEntry.__booked_on__:
        with pytest.raises(RuleBroken, match="of Sat 31 Oct 2026"):
            session.flush()


def test_a_closing_names_who_and_when_and_is_on_the_trail(session, closed):
    assert (closed.status, closed.closed_by, closed.closed_at) == ("CLOSED", "Bea", NOVEMBER)
    subject = sa.select(AuditEntry.verbs).where(AuditEntry.subject == f"closed_months/{closed.id}")
    assert "close" in session.scalars(subject).all()


def test_a_reopened_month_takes_facts_again_for_a_reason_that_stays(session, closed):
    with pytest.raises(InvalidValue, match="Say why"):
        closed.reopen(" ")
    closed.reopen("The thread was billed twice")
    _change(session)
    session.commit()
    subject = sa.select(AuditEntry.changes).where(AuditEntry.verbs == "reopen")
    assert "billed twice" in session.scalars(subject).one()


@pytest.mark.on_sqlite
def test_a_month_is_closed_by_its_verb_alone(session, october):
    with pytest.raises(DoorLocked):
        october.status = "CLOSED"


@pytest.mark.on_sqlite
def test_a_month_that_is_not_over_is_not_closed(session, october):
    with pytest.raises(RuleBroken, match="November 2026 is not over: it ends on Mon 30 Nov 2026"):
        month_row(session, "2026-11").close()


@pytest.mark.on_sqlite
def test_months_are_closed_in_their_order(session, october):
    month_row(session, "2026-09")
    with pytest.raises(RuleBroken, match=r"September 2026 is still open. Close that first"):
        october.close()


@pytest.mark.on_sqlite
def test_what_is_open_is_told_and_left_open_only_when_somebody_says_so(session, october, monkeypatch):
    asked = [lambda _session, _month: OpenMatter("2 invoices are drafts", "Issue or delete them.")]
    monkeypatch.setattr(checks, "_CHECKS", asked)
    with pytest.raises(RuleBroken, match="October 2026 was not closed: 2 invoices are drafts"):
        october.close()
    october.close(leave_open=True, note="They are of November")
    assert october.left_open == "2 invoices are drafts"


@pytest.mark.on_sqlite
def test_what_could_not_be_finished_afterwards_stands_in_the_way(session, october, monkeypatch):
    asked = [lambda _session, _month: OpenMatter("1 timer still runs", "Stop it.", blocks=True)]
    monkeypatch.setattr(checks, "_CHECKS", asked)
    with pytest.raises(RuleBroken, match=r"1 timer still runs. Stop it"):
        october.close(leave_open=True)


@pytest.mark.on_sqlite
def test_months_are_laid_out_from_the_first_fact_to_the_present(session, october):
    session.add(Expense(description="Needles", amount="3.00", spent_on=dt.date(2026, 8, 3)))
    lay_out_months(session)
    lay_out_months(session)
    months = session.scalars(sa.select(ClosedMonth.month).order_by(ClosedMonth.month)).all()
    assert months == ["2026-08", "2026-09", "2026-10", "2026-11"]


@pytest.mark.on_sqlite
def test_a_transaction_asks_once_for_a_month(session, october):
    with Statements() as statements:
        for _ in range(3):
            session.add(Expense(description="Tape", amount="2.00", spent_on=NOVEMBER.date()))
            session.flush()
    assert len([each for each in statements.sent if "FROM closed_months" in each]) == 1


@pytest.mark.on_sqlite
def test_whoever_closes_a_month_books_nothing_in_it_in_the_same_breath(session, october):
    assert months_open(session, [OCTOBER]) == {"2026-10": True}
    october.close()
    _make(session)
    with pytest.raises(RuleBroken):
        session.flush()


def test_a_fact_that_was_first_keeps_a_closing_waiting_and_stands(shop, session, october):
    """The closing sees the fact when it looks at what is open."""
    seen, month_id = [], october.id
    _make(session)
    session.flush()
    closing = threading.Thread(target=_close, args=(shop, month_id, seen))
    closing.start()
    closing.join(0.4)
    assert closing.is_alive()
    session.commit()
    closing.join(30)
    assert seen == ["CLOSED", 2]


def test_a_fact_that_comes_while_a_month_is_closed_waits_and_is_refused(shop, session, october):
    raised = []

    def book():
        with clock.told_time(NOVEMBER), shop.app_context():
            try:
                _make(db.session)
                db.session.commit()
            except RuleBroken as refusal:
                raised.append(str(refusal))
                db.session.rollback()

    october.close()
    session.flush()
    booking = threading.Thread(target=book)
    booking.start()
    booking.join(0.4)
    assert booking.is_alive()
    session.commit()
    booking.join(30)
    assert "October 2026 is closed" in raised[0]
    assert session.scalar(sa.select(sa.func.count()).select_from(Expense)) == 1


def _close(shop, month_id, seen):
    with clock.told_time(NOVEMBER), shop.app_context():
        month = db.session.get(ClosedMonth, month_id)
        month.close()
        seen += [month.status, db.session.scalar(sa.select(sa.func.count()).select_from(Expense))]
        db.session.commit()
