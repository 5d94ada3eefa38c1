"""What is planted in the demo's two years can be read off its key figures; every month has believable ones."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import sqlalchemy as sa

from app.demo.catalog import BLANKS_ROSE, FOLLOWED
from app.demo.purchasing import FIRST_HELD_UP, LAST_HELD_UP
from models.catalog import Material
from models.core import clock
from models.core.base import db
from models.customers import Customer
from models.metrics import KPIS, BusinessMetric, Window, measure
from models.people import Employee
from models.scheduling import DailyCapacity
from tests.app.demo import invariants
from tests.app.demo.conftest import UNTIL

pytestmark = [
    pytest.mark.soak,
    pytest.mark.parametrize("own_database", ["sqlite"], indirect=True, scope="module"),
]

LEAST_AND_MOST = {
    "stock_value": (3_000, 60_000),
    "portal_adoption": (1, 100),
    "approval_turnaround_hours": (2, 80),
    "approval_rounds": (1, 4),
    "labor_utilization": (35, 90),
    "overbooking_refused": (1, 40),
    "material_waste": (Decimal("0.5"), 8),
    "customer_satisfaction": (3, 5),
    "gross_margin": (30, 75),
    "on_time_delivery": (40, 100),
    "inquiries_per_100_jobs": (15, 150),
    "quote_conversion": (50, 95),
    "throughput_pieces": (300, 6_000),
    "receivables": (1_000, 90_000),
}
"""Key figure to what a month of it may be."""


@pytest.fixture(scope="module")
def session(make):
    """The session of a demo shop with two years of past."""
    with make(years=2):
        yield db.session()


def months(session, name):
    """Its value in each whole month, the first two left out: the shop had just opened."""
    rows = session.execute(
        sa.select(BusinessMetric.period, BusinessMetric.value)
        .where(BusinessMetric.name == name, BusinessMetric.period_kind == "MONTH")
        .order_by(BusinessMetric.period)
    ).all()
    return dict([tuple(row) for row in rows][2:-1])


@pytest.mark.parametrize("name", LEAST_AND_MOST)
def test_every_month_is_believable(name, session):
    least, most = LEAST_AND_MOST[name]
    told = months(session, name)
    assert len(told) >= 21
    assert {month: value for month, value in told.items() if not least <= (value or 0) <= most} == {}


def year(told, last):
    """The mean of the last twelve months, or of those before."""
    values = list(told.values())
    chosen = values[-10:] if last else values[:10]
    return sum(chosen) / len(chosen)


def test_spring_and_december_are_the_season(session):
    pieces = months(session, "throughput_pieces")
    busy = [pieces[f"2026-{month}"] for month in ("04", "05")] + [pieces["2025-12"]]
    quiet = [pieces[f"2026-{month}"] for month in ("02", "07", "08")]
    assert min(busy) > max(quiet)


@pytest.mark.parametrize("name", ["portal_adoption", "customer_satisfaction"])
def test_it_rose(name, session):
    told = months(session, name)
    assert year(told, last=True) > year(told, last=False)


@pytest.mark.parametrize(
    "name", ["approval_turnaround_hours", "approval_rounds", "material_waste", "inquiries_per_100_jobs"]
)
def test_it_fell(name, session):
    told = months(session, name)
    assert year(told, last=True) < year(told, last=False)


def test_proofs_are_answered_in_hours_where_it_took_days(session):
    told = list(months(session, "approval_turnaround_hours").values())
    assert min(told[:6]) > 24
    assert max(told[-4:]) < 10


def test_the_suppliers_rise_took_from_the_margin_until_prices_followed(session):
    margin = KPIS["gross_margin"]
    rise, followed = (clock.shop_day(UNTIL - before) for before in (BLANKS_ROSE, FOLLOWED))
    first, year = rise + dt.timedelta(days=20), dt.timedelta(days=364)
    between, before = Window(first, followed), Window(first - year, followed - year)  # of the same season
    found = measure(session, margin, [before, between])
    assert found[between].value < found[before].value - 2


def test_one_customer_is_trouble(session):
    bad = session.scalars(sa.select(Customer.id).where(Customer.name == "Crestline Events")).one()
    whole = Window(clock.shop_day(UNTIL - dt.timedelta(days=700)), clock.shop_day(UNTIL))

    def of(name, customer=None):
        return measure(session, KPIS[name], [whole], customer)[whole].value

    assert of("gross_margin", bad) < of("gross_margin") - 10
    assert of("approval_rounds", bad) > 2 * of("approval_rounds")
    assert of("inquiries_per_100_jobs", bad) > 2 * of("inquiries_per_100_jobs")
    assert of("customer_satisfaction", bad) < of("customer_satisfaction") - 1


def test_embroidery_is_the_bottleneck_and_full_in_season(session):
    day, month = DailyCapacity, sa.func.substr(sa.cast(DailyCapacity.date, sa.String), 1, 7)
    hours = sa.select(
        Employee.name, month, sa.func.sum(day.booked_hours) * 100 / sa.func.sum(day.total_hours)
    )
    hours = hours.join(Employee, Employee.id == day.employee_id).where(day.date < UNTIL.date())
    load = {}
    for name, of_month, share in session.execute(hours.group_by(Employee.name, month)):
        load.setdefault(name, {})[of_month] = share
    jo = load.pop("Jo Castellano")
    assert sum(share > 85 for share in jo.values()) >= 3
    assert max(max(each.values()) for each in load.values()) < 85


def test_a_few_shelves_ran_out(session):
    told = months(session, "stockouts")
    assert 5 <= sum(told.values()) <= 60


def test_shelves_ran_out_while_the_supplier_was_late(session):
    rise, year = UNTIL - BLANKS_ROSE, dt.timedelta(days=364)
    first, last = (clock.shop_day(rise + days) for days in (FIRST_HELD_UP, LAST_HELD_UP))
    late, before = Window(first, last), Window(first - year, last - year)
    found = measure(session, KPIS["stockouts"], [late, before])
    assert found[late].value > 2 * found[before].value + 2


def test_blanks_cost_a_quarter_more_than_a_year_ago(session):
    tee = session.scalars(sa.select(Material).where(Material.name == "T-shirt, black, M")).one()
    assert tee.unit_cost > Decimal("3.1250") * Decimal("1.25")


def test_it_agrees_with_itself(session):
    invariants.check_everything(session)
