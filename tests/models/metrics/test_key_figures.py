"""Key figures follow the facts, whenever these arrive, and are the same however often they are written."""

import datetime as dt
from decimal import Decimal

import pytest
import sqlalchemy as sa

from models.catalog import Material, Product
from models.core import clock
from models.core.periods import period_named
from models.jobs import DecorationMethod
from models.metrics import (
    KPIS,
    BusinessMetric,
    MetricTarget,
    Window,
    measure,
    note_new_days,
    rebuild,
    refresh,
)
from models.metrics import is_stale as are_stale
from models.metrics.spans import so_far
from tests.earnings import invoiced, sold, spent, up_to_date

DTF = DecorationMethod.DTF
FIRST = dt.datetime(2026, 9, 7, 15, tzinfo=dt.UTC)
NOW = dt.datetime(2026, 11, 23, 18, tzinfo=dt.UTC)
SEPTEMBER, OCTOBER, NOVEMBER = dt.date(2026, 9, 10), dt.date(2026, 10, 20), dt.date(2026, 11, 5)


@pytest.fixture
def told():
    """It is 23 November 2026, about noon in the shop."""
    with clock.told_time(NOW):
        yield


@pytest.fixture
def tee(session, cast, told):
    """A shop that began in September, with its first T-shirt."""
    with clock.told_time(FIRST):
        tee = session.query(Product).filter_by(name="T-shirt").one()
        sold(session, cast.acme, (tee, 1, "10.00", (DTF,)))
        session.commit()
    return tee


def bring_up_to_date(session):
    up_to_date(session)
    note_new_days(session)
    session.commit()
    while not refresh(session):
        session.commit()
    session.commit()


def row(session, name, period):
    return session.scalars(sa.select(BusinessMetric).filter_by(name=name, period=period)).one_or_none()


def test_revenue_is_that_of_the_months_final_invoices(session, cast, tee):
    invoiced(session, sold(session, cast.acme, (tee, 9, "10.00", (DTF,))), "90.00", OCTOBER)
    invoiced(session, sold(session, cast.rival, (tee, 3, "10.00", (DTF,))), "30.00", NOVEMBER)
    bring_up_to_date(session)
    november = row(session, "revenue", "2026-11")
    assert (november.value, november.previous_value) == (Decimal("30.00"), Decimal("90.00"))
    assert november.variance == Decimal("-66.67")
    assert row(session, "revenue", "2026-Q4").value == Decimal("120.00")
    assert row(session, "revenue", "2026-10-20").value == Decimal("90.00")
    assert row(session, "avg_job_value", "2026").value == Decimal("60.00")


def test_a_late_fact_corrects_its_own_period_and_the_one_compared_with_it(session, cast, tee):
    invoiced(session, sold(session, cast.acme, (tee, 9, "10.00", (DTF,))), "90.00", NOVEMBER)
    bring_up_to_date(session)
    assert row(session, "revenue", "2026-10").value == 0
    invoiced(session, sold(session, cast.rival, (tee, 3, "10.00", (DTF,))), "30.00", OCTOBER)
    bring_up_to_date(session)
    assert row(session, "revenue", "2026-10").value == Decimal("30.00")
    assert row(session, "revenue", "2026-11").previous_value == Decimal("30.00")
    assert row(session, "revenue", "2026-09").value == 0
    assert row(session, "receivables", "2026-10").value == Decimal("30.00")
    assert row(session, "receivables", "2026-11").value == Decimal("120.00")


def test_written_again_they_are_the_same(session, cast, tee):
    invoiced(session, sold(session, cast.acme, (tee, 9, "10.00", (DTF,))), "90.00", OCTOBER)
    bring_up_to_date(session)
    ordered = sa.select(BusinessMetric.__table__).order_by(BusinessMetric.name, BusinessMetric.period)
    before = session.execute(ordered).all()
    rebuild(session)
    bring_up_to_date(session)
    assert session.execute(ordered).all() == before


def test_what_was_counted_before_the_first_job_is_stock_for_whoever_looks_anew(session, cast, told):
    product = session.query(Product).filter_by(name="T-shirt").one()
    with clock.told_time(FIRST - dt.timedelta(days=3)):
        session.add(Material(sku="FELT", name="Felt", quantity_on_hand=Decimal(8), unit_cost=Decimal("2.50")))
        session.flush()
    with clock.told_time(FIRST):
        sold(session, cast.acme, (product, 1, "10.00", (DTF,)))
        session.commit()
    before = measure(session, KPIS["stock_value"], [Window(NOVEMBER, NOVEMBER)])
    rebuild(session)
    bring_up_to_date(session)
    (value,) = (each.value for each in before.values())
    assert value >= Decimal("20.00")
    assert row(session, "stock_value", NOVEMBER.isoformat()).value == value


def test_a_fact_is_noted_with_its_transaction_and_forgotten_with_it(session, cast, tee):
    job = sold(session, cast.acme, (tee, 9, "10.00", (DTF,)))
    bring_up_to_date(session)
    job.due_on = NOVEMBER
    session.flush()
    session.rollback()
    assert not are_stale(session)


def test_nights_without_power_are_caught_up(session, cast, tee):
    bring_up_to_date(session)
    with clock.told_time(NOW + dt.timedelta(days=3)):
        bring_up_to_date(session)
        days = sa.select(BusinessMetric.period).filter_by(name="overdue_jobs", period_kind="DAY")
        kept = sorted(session.scalars(days))
        assert kept[0] == "2026-09-07"
        assert kept[-4:] == ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26"]


def test_what_is_kept_is_what_the_facts_say(session, cast, tee):
    job = sold(session, cast.acme, (tee, 9, "10.00", (DTF,)))
    session.add(spent(job, "12.00"))
    invoiced(session, job, "90.00", OCTOBER)
    bring_up_to_date(session)
    for name, kpi in KPIS.items():
        kept = session.scalars(sa.select(BusinessMetric).filter_by(name=name)).all()
        windows = {each.period: so_far(period_named(each.period), clock.shop_day()) for each in kept}
        live = measure(session, kpi, windows.values())
        assert {each.period: each.value for each in kept} == {
            key: live[window].value for key, window in windows.items()
        }, name


def test_customers_add_up_to_the_shop(session, cast, tee):
    invoiced(session, sold(session, cast.acme, (tee, 9, "10.00", (DTF,))), "90.00", OCTOBER)
    invoiced(session, sold(session, cast.rival, (tee, 3, "10.00", (DTF,))), "30.00", NOVEMBER)
    up_to_date(session)
    window = Window(SEPTEMBER, NOVEMBER)
    for name in [name for name, kpi in KPIS.items() if kpi.by_customer]:
        kpi = KPIS[name]
        whole = measure(session, kpi, [window])[window]
        parts = [measure(session, kpi, [window], each.id)[window] for each in (cast.acme, cast.rival)]
        if kpi.is_share:
            assert sum(each.top for each in parts) == whole.top, name
            assert sum(each.bottom for each in parts) == whole.bottom, name
        else:
            assert sum(each.value for each in parts) == whole.value, name


def test_a_goal_holds_from_the_running_period_on(session, cast, tee):
    invoiced(session, sold(session, cast.acme, (tee, 9, "10.00", (DTF,))), "90.00", OCTOBER)
    bring_up_to_date(session)
    target = session.scalars(sa.select(MetricTarget).filter_by(name="revenue")).one()
    target.target = Decimal("500.00")
    session.commit()
    bring_up_to_date(session)
    goals = {p: row(session, "revenue", p).target_value for p in ("2026-10", "2026-11", "2026-Q4", "2026")}
    assert goals == {"2026-10": None, "2026-11": 500, "2026-Q4": 1500, "2026": 6000}
    assert row(session, "revenue", "2026-11-23").target_value is None


def test_a_goal_may_be_a_change_against_a_baseline_month(session, cast, tee):
    invoiced(session, sold(session, cast.acme, (tee, 9, "10.00", (DTF,))), "90.00", OCTOBER)
    bring_up_to_date(session)
    target = session.scalars(sa.select(MetricTarget).filter_by(name="revenue")).one()
    target.change_percent, target.baseline_month = Decimal("-30"), "2026-10"
    session.commit()
    bring_up_to_date(session)
    assert row(session, "revenue", "2026-11").target_value == Decimal("63.00")
