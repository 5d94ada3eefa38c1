"""The rows behind a key figure: exactly those that were counted, in an order that helps, page by page."""

import datetime as dt
from decimal import Decimal

import pytest

from models.core import clock
from models.core.periods import period_named
from models.jobs import Job
from models.metrics import KPIS, Behind
from models.metrics.behind import PAGE
from tests.earnings import sold, sold_tees
from tests.key_figures import bring_up_to_date, kept, value_of

NOW = dt.datetime(2026, 11, 23, 18, tzinfo=dt.UTC)
OCTOBER, NOVEMBER = dt.date(2026, 10, 20), dt.date(2026, 11, 5)


@pytest.fixture(autouse=True)
def told():
    """It is 23 November 2026."""
    with clock.told_time(NOW):
        yield


@pytest.fixture
def opened(session, cast):
    """The shop began in September."""
    with clock.told_time(dt.datetime(2026, 9, 7, 15, tzinfo=dt.UTC)):
        sold(session, cast.acme)


def rows_of(session, name, period, customer=None):
    behind = Behind(session, KPIS[name], period_named(period), customer and customer.id)
    return list(behind.every([each.table for each in behind.sums()]))


def test_they_are_those_of_the_period_the_largest_first(session, cast, opened):
    small = sold_tees(session, cast.acme, 3, NOVEMBER)
    large = sold_tees(session, cast.rival, 9, NOVEMBER)
    sold_tees(session, cast.acme, 5, OCTOBER)
    bring_up_to_date(session)
    rows = rows_of(session, "revenue", "2026-11")
    assert [(row.table, row.subject, row.day, row.top) for row in rows] == [
        ("jobs", large.job_id, NOVEMBER, Decimal(90)),
        ("jobs", small.job_id, NOVEMBER, Decimal(30)),
    ]
    assert [row.subject for row in rows_of(session, "revenue", "2026-11", cast.acme)] == [small.job_id]


def test_of_a_share_the_weakest_come_first(session, cast, opened):
    poor = sold_tees(session, cast.acme, 3, NOVEMBER)
    good = sold_tees(session, cast.rival, 9, NOVEMBER)
    bring_up_to_date(session)
    assert [row.subject for row in rows_of(session, "gross_margin", "2026-11")] == [poor.job_id, good.job_id]


def test_every_row_is_on_one_page(session, cast, opened):
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


def test_what_is_owed_is_told_by_invoice_and_paid_ones_are_none(session, cast, opened):
    owed = sold_tees(session, cast.acme, 9, OCTOBER)
    paid = sold_tees(session, cast.acme, 3, OCTOBER)
    session.commit()
    paid.record_payment(paid.balance, "cash")
    session.commit()
    rows = rows_of(session, "receivables", "2026-11")
    assert [(row.table, row.subject, row.top) for row in rows] == [("invoices", owed.id, Decimal(90))]


def test_before_the_shop_there_is_nothing(session, cast, opened):
    assert rows_of(session, "overdue_jobs", "2025") == []
    assert Behind(session, KPIS["revenue"], period_named("2025")).value().value == 0


def test_what_is_of_the_whole_shop_is_not_told_of_a_customer(session, cast, opened):
    with pytest.raises(ValueError, match="cannot be told of one customer"):
        Behind(session, KPIS["stock_value"], period_named("2026"), cast.acme.id)


def test_they_come_to_what_is_kept(session, cast, opened):
    sold_tees(session, cast.acme, 9, OCTOBER)
    bring_up_to_date(session)
    for name, kpi in KPIS.items():
        for period in ("2026-11", "2026-Q4"):
            behind = Behind(session, kpi, period_named(period))
            assert value_of(behind) == kept(session, name, period).value, name
