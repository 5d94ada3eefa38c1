"""A fact that arrives late corrects its own period and whatever is compared with it, and nothing else."""

import datetime as dt
from decimal import Decimal

import pytest
import sqlalchemy as sa

from models.billing import Invoice
from models.catalog import Material, Product
from models.core import clock
from models.jobs import DecorationMethod, Job
from models.messages import JobRating
from models.people import Employee
from models.scheduling import DailyCapacity
from models.stock import MaterialUsage
from models.timekeeping import Misprint, MisprintCause, TimeEntry
from tests.approvals import ask, decide, drawn
from tests.books import key_figures
from tests.earnings import invoiced, sold, spent
from tests.key_figures import bring_up_to_date, kept

DTF = DecorationMethod.DTF
NOW = dt.datetime(2026, 11, 23, 18, tzinfo=dt.UTC)
THEN = dt.datetime(2026, 10, 20, 15, tzinfo=dt.UTC)
TWO_HOURS = dt.timedelta(hours=2)


@pytest.fixture(autouse=True)
def now():
    """It is 23 November 2026, about noon in the shop."""
    with clock.told_time(NOW):
        yield


@pytest.fixture
def job(session, cast):
    """A job that was invoiced in October, in a shop that began in September, with a film in stock."""
    with clock.told_time(dt.datetime(2026, 9, 7, 15, tzinfo=dt.UTC)):
        tee = session.query(Product).filter_by(name="T-shirt").one()
        job = sold(session, cast.acme, (tee, 9, "10.00", (DTF,)))
        job.contact = cast.ann
        session.add(Material(sku="FILM", name="Film", quantity_on_hand=Decimal(10), unit_cost=Decimal(2)))
        rosa = session.query(Employee).first()
        there = {"date": THEN.date(), "resource": rosa.id, "employee_id": rosa.id, "total_hours": Decimal(8)}
        told = sa.insert(DailyCapacity).values(**there, booked_hours=0, actual_hours=0, is_corrected=False)
        session.execute(told.execution_options(deliberate="hours of a past that a test needs"))
        session.commit()
    invoiced(session, job, "90.00", THEN.date())
    return job


def clocked(session, job):
    rosa = session.query(Employee).first()
    work = {"activity": "By hand", "start_time": THEN - TWO_HOURS, "end_time": THEN}
    session.add(TimeEntry(employee_id=rosa.id, job_id=job.id, **work))


def used(session, job, pieces=4, **told):
    film = session.query(Material).filter_by(sku="FILM").one()
    usage = MaterialUsage(job_id=job.id, material_id=film.id, quantity_used=Decimal(pieces), **told)
    session.add(usage)


def used_up(session, job):
    used(session, job, pieces=10)


def misprinted(session, job):
    misprint = Misprint(job_id=job.id, quantity=2, cause=MisprintCause.PRINT)
    session.add(misprint)
    session.flush()
    used(session, job, misprint_id=misprint.id)


def charged(session, job):
    invoiced(session, sold(session, job.customer, costs="20.00"), "30.00", THEN.date())


def spent_on_it(session, job):
    session.add(spent(job, "12.00"))


def invoice_of(session, job):
    return session.query(Invoice).filter_by(job_id=job.id).one()


def credited(session, job):
    with clock.told_time(NOW):  # a job's revenue is of the month of its invoice
        invoice_of(session, job).credit("Wrong colour")


def paid(session, job):
    with clock.told_time(NOW):
        invoice_of(session, job).record_payment(Decimal("40.00"), paid_on=THEN.date())


def accepted(session, job):
    other = Job(title="Caps", customer=job.customer)
    session.add(other)
    session.flush()
    other.accept_quote()


def promised(session, job):
    job.due_on = THEN.date()


def approved(session, job):
    decide(session, ask(session, drawn(session, job).versions[-1]), job.contact)


def rated(session, job):
    session.add(JobRating(job_id=job.id, contact_id=job.contact.id, customer_id=job.customer_id, score=2))


LATE = {
    clocked: "labor_utilization",
    used: "stock_value",
    used_up: "stockouts",
    misprinted: "material_waste",
    charged: "revenue",
    spent_on_it: "gross_margin",
    credited: "revenue",
    paid: "receivables",
    accepted: "quote_conversion",
    promised: "on_time_delivery",
    approved: "approval_rounds",
    rated: "customer_satisfaction",
}


@pytest.mark.parametrize("late", LATE, ids=lambda late: late.__name__)
def test_it_corrects_its_period_and_what_is_compared_with_it(session, job, late):
    name = LATE[late]
    bring_up_to_date(session)
    september, october = (kept(session, name, period).value for period in ("2026-09", "2026-10"))
    with clock.told_time(THEN):
        late(session, job)
        session.commit()
    bring_up_to_date(session)
    corrected = kept(session, name, "2026-10").value
    assert corrected != october
    assert kept(session, name, "2026-11").previous_value == corrected
    assert kept(session, name, "2026-09").value == september
    assert key_figures.differences(session, most_days=40) == []
    session.rollback()
