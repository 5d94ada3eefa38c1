"""The rows behind a key figure: exactly those that were counted, in an order that helps, page by page."""

import datetime as dt
from decimal import Decimal

import pytest

from models.catalog import Product
from models.core import clock
from models.core.periods import period_named
from models.jobs import DecorationMethod, Job
from models.metrics import KPIS, Behind
from models.metrics.behind import PAGE
from tests.earnings import invoiced, sold
from tests.key_figures import bring_up_to_date, kept, value_of

DTF = DecorationMethod.DTF
NOW = dt.datetime(2026, 11, 23, 18, tzinfo=dt.UTC)
OCTOBER, NOVEMBER = dt.date(2026, 10, 20), dt.date(2026, 11, 5)


@pytest.fixture(autouse=True)
def told():
    """It is 23 November 2026."""
    with clock.told_time(NOW):
        yield


@pytest.fixture
def tee(session, cast):
    with clock.told_time(dt.datetime(2026, 9, 7, 15, tzinfo=dt.UTC)):
        tee = session.query(Product).filter_by(name="T-shirt").one()
        sold(session, cast.acme, (tee, 1, "10.00", (DTF,)))
        session.commit()
    return tee


def rows_of(session, name, period, customer=None):
    behind = Behind(session, KPIS[name], period_named(period), customer and customer.id)
    return list(behind.every([each.table for each in behind.sums()]))


def test_they_are_those_of_the_period_the_largest_first(session, cast, tee):
    small = invoiced(session, sold(session, cast.acme, (tee, 3, "10.00", (DTF,))), "30.00", NOVEMBER)
    large = invoiced(session, sold(session, cast.rival, (tee, 9, "10.00", (DTF,))), "90.00", NOVEMBER)
    invoiced(session, sold(session, cast.acme, (tee, 5, "10.00", (DTF,))), "50.00", OCTOBER)
    bring_up_to_date(session)
    rows = rows_of(session, "revenue", "2026-11")
    assert [(row.table, row.subject, row.day, row.top) for row in rows] == [
        ("jobs", large.job_id, NOVEMBER, Decimal(90)),
        ("jobs", small.job_id, NOVEMBER, Decimal(30)),
    ]
    assert [row.subject for row in rows_of(session, "revenue", "2026-11", cast.acme)] == [small.job_id]


def test_of_a_share_the_weakest_come_first(session, cast, tee):
    poor = invoiced(session, sold(session, cast.acme, (tee, 3, "10.00", (DTF,))), "30.00", NOVEMBER)
    good = invoiced(session, sold(session, cast.rival, (tee, 9, "10.00", (DTF,))), "90.00", NOVEMBER)
    bring_up_to_date(session)
    assert [row.subject for row in rows_of(session, "gross_margin", "2026-11")] == [poor.job_id, good.job_id]


def test_every_row_is_on_one_page(session, cast, tee):
    with clock.told_time(NOW - dt.timedelta(days=1)):
        jobs = [Job(title=f"Caps {number}", customer=cast.acme) for number in range(PAGE + 5)]
        session.add_all(jobs)
        session.commit()
        for job in jobs:
            job.accept_quote()
        session.commit()
    behind = Behind(session, KPIS["quote_conversion"], period_named("2026-11"))
    pages = [[row.subject for row in behind.page(["jobs"], number)] for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [PAGE, 6, 0]
    assert {*pages[0], *pages[1]} == {job.id for job in jobs} | {cast.job.id}


def test_what_is_owed_is_told_by_invoice_and_paid_ones_are_none(session, cast, tee):
    owed = invoiced(session, sold(session, cast.acme, (tee, 9, "10.00", (DTF,))), "90.00", OCTOBER)
    paid = invoiced(session, sold(session, cast.acme, (tee, 3, "10.00", (DTF,))), "30.00", OCTOBER)
    session.commit()
    paid.record_payment(paid.balance, "cash")
    session.commit()
    rows = rows_of(session, "receivables", "2026-11")
    assert [(row.table, row.subject, row.top) for row in rows] == [("invoices", owed.id, Decimal(90))]


def test_before_the_shop_there_is_nothing(session, cast, tee):
    assert rows_of(session, "overdue_jobs", "2025") == []
    assert Behind(session, KPIS["revenue"], period_named("2025")).value().value == 0


def test_what_is_of_the_whole_shop_is_not_told_of_a_customer(session, cast, tee):
    with pytest.raises(ValueError, match="cannot be told of one customer"):
        Behind(session, KPIS["stock_value"], period_named("2026"), cast.acme.id)


def test_they_come_to_what_is_kept(session, cast, tee):
    invoiced(session, sold(session, cast.acme, (tee, 9, "10.00", (DTF,))), "90.00", OCTOBER)
    bring_up_to_date(session)
    for name, kpi in KPIS.items():
        for period in ("2026-11", "2026-Q4"):
            behind = Behind(session, kpi, period_named(period))
            assert value_of(behind) == kept(session, name, period).value, name
