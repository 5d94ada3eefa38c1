"""Margins and their sums equal the raw rows, whatever was done to these."""

import datetime as dt
from decimal import Decimal

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from models.catalog import Product
from models.core.periods import period_named
from models.costing import JobCosting
from models.jobs import DecorationMethod, Job
from models.profit import JobMargin, JobMarginPart, rebuild, sum_up
from models.profit.parts import Earned, Item, parts_of
from models.profit.reading import Narrowing, Span, by_month, ranked, read, total
from models.profit.tallies import BOTH, CUSTOMER, METHOD, PRODUCT, stale, tallies
from tests.earnings import invoiced, sold, spent, up_to_date

SCREEN, DTF, HTV = DecorationMethod.SCREEN_PRINT, DecorationMethod.DTF, DecorationMethod.HTV
OCTOBER, NOVEMBER = dt.date(2026, 10, 20), dt.date(2026, 11, 5)
DIMENSIONS = {CUSTOMER: (JobMargin, "customer_id"), PRODUCT: (JobMarginPart, "product_id")}
DIMENSIONS[METHOD] = (JobMarginPart, "decoration_method")


def span(key):
    return Span(key) if key in ("all", "open") else Span(key, period_named(key))


def the_total(session, key, **narrowed):
    return read(session, {"t": total(span(key), Narrowing(**narrowed))})["t"][0]


def assert_sums_are_those_of_the_rows(session):
    """Every kept sum against the margins, by a reckoning of its own; and the margins against the costing."""
    up_to_date(session)
    kept = {(row.period, row.dimension, row.key): row for row in session.execute(sa.select(tallies))}
    expected = {}
    for dimension, (model, column) in {"shop": (JobMargin, None), **DIMENSIONS}.items():
        for row in session.execute(sa.select(model.__table__)).mappings():
            key = str(row[column] or "") if column else ""
            keys = [row["week"], row["month"], row["quarter"], row["year"]]
            for period in [str(row["booked_on"]), *keys, "all"] if row["booked_on"] else ["open"]:
                sums = expected.setdefault(
                    (period, dimension, key), {"jobs": set(), "profit": 0, "revenue": 0}
                )
                sums["jobs"].add(row["job_id"])
                sums["profit"] += row["profit"]
                sums["revenue"] += row["revenue"]
    told = {
        cell: (row.jobs, row.profit, row.revenue)
        for cell, row in kept.items()
        if cell[1] != BOTH and row.jobs
    }
    assert told == {cell: (len(s["jobs"]), s["profit"], s["revenue"]) for cell, s in expected.items()}
    whole = sa.select(JobMargin.profit, JobCosting.gross_profit, JobMargin.revenue, JobCosting.revenue)
    whole = whole.join(JobCosting, JobCosting.job_id == JobMargin.job_id).join(
        Job, Job.id == JobMargin.job_id
    )
    for profit, gross, revenue, charged in session.execute(whole.where(Job.status != "CANCELLED")):
        assert (profit, revenue) == (gross, charged)
    parts = sa.select(sa.func.sum(JobMarginPart.profit, type_=JobMarginPart.profit.type))
    in_parts = session.execute(parts.add_columns(JobMarginPart.job_id).group_by(JobMarginPart.job_id))
    wholes = session.execute(sa.select(JobMargin.profit, JobMargin.job_id))
    assert sorted(map(tuple, in_parts)) == sorted(map(tuple, wholes))


@pytest.fixture
def wares(session, cast):
    """A T-shirt and a cap."""
    cap = Product(name="Cap")
    session.add(cap)
    session.commit()
    return session.query(Product).filter_by(name="T-shirt").one(), cap


def test_sums_follow_every_fact_of_a_job_and_end_where_they_began(session, cast, wares):
    tee, cap = wares
    job = sold(session, cast.acme, (tee, 7, "9.99", (SCREEN, DTF)), (cap, 3, "4.00", ()), quoted="81.93")
    assert_sums_are_those_of_the_rows(session)
    before = session.execute(sa.select(tallies).order_by(*tallies.primary_key)).all()
    assert the_total(session, "open").profit == Decimal("471.93")  # Acme's job in production is open too
    more = spent(job, "1000.00")
    session.add(more)
    job.items[0].quantity = 8
    job.items[1].product = tee
    session.commit()
    assert_sums_are_those_of_the_rows(session)
    session.delete(more)
    job.items[0].quantity = 7
    job.items[1].product = cap
    session.commit()
    assert_sums_are_those_of_the_rows(session)
    after = session.execute(sa.select(tallies).where(tallies.c.jobs > 0).order_by(*tallies.primary_key)).all()
    assert after == before
    invoiced(session, job, "90.00", OCTOBER)
    assert_sums_are_those_of_the_rows(session)
    assert the_total(session, "2026-10").revenue == the_total(session, "2026-Q4").revenue == Decimal("90.00")
    assert (
        the_total(session, "2026-10-20").profit == the_total(session, "2026-W43").profit == Decimal("30.00")
    )


def test_what_is_kept_answers_as_the_rows_themselves_do(session, cast, wares):
    tee, cap = wares
    invoiced(session, sold(session, cast.acme, (tee, 7, "9.99", (SCREEN, DTF))), "90.00", OCTOBER)
    invoiced(
        session, sold(session, cast.rival, (tee, 1, None, (HTV,)), (cap, 2, None, (HTV,))), "55.55", NOVEMBER
    )
    up_to_date(session)
    months = [period_named(key) for key in ("2026-10", "2026-11")]
    whole, narrowed = span("2026"), Narrowing()
    asked = {"months": by_month(months, narrowed), "tee": by_month(months, Narrowing(product_id=tee.id))}
    asked |= {by: ranked(whole, narrowed, by, 9) for by in (CUSTOMER, PRODUCT, METHOD)}
    asked |= {"both": ranked(whole, Narrowing(product_id=tee.id), METHOD, 9, lowest=True)}
    asked |= {"htv": ranked(whole, Narrowing(method=HTV), PRODUCT, 9)}
    asked |= {"theirs": ranked(whole, Narrowing(cast.rival.id), PRODUCT, 9)}
    found = read(session, asked)
    assert [(sums.key, sums.revenue) for sums in found["months"]] == [
        ("2026-10", Decimal("90.00")),
        ("2026-11", Decimal("55.55")),
    ]
    assert [sums.label for sums in found[CUSTOMER]] == ["Acme", "Rival"]
    assert [(sums.label, sums.jobs, sums.revenue) for sums in found[PRODUCT]] == [
        ("T-shirt", 2, Decimal("108.52")),
        ("Cap", 1, Decimal("37.03")),
    ]
    assert [(sums.key, sums.revenue) for sums in found["both"]] == [
        ("HTV", Decimal("18.52")),
        ("DTF", Decimal("45.00")),
        ("SCREEN_PRINT", Decimal("45.00")),
    ]
    assert found["htv"] == found["theirs"]
    assert [(sums.label, sums.revenue) for sums in found["htv"]] == [
        ("T-shirt", Decimal("18.52")),
        ("Cap", Decimal("37.03")),
    ]
    assert sum(sums.revenue for sums in found["tee"]) == Decimal("108.52")


def test_a_cancelled_job_is_the_loss_of_its_day_and_a_quote_is_nothing(session, cast, wares):
    job = sold(session, cast.acme, (wares[0], 5, None, ()), costs="40.00")
    free = sold(session, cast.acme, (wares[0], 5, None, ()), costs="0")
    session.add(Job(title="Only asked", customer=cast.rival, quoted_amount="999.00"))
    for each in (job, free):
        each.cancel("The event was called off")
    session.commit()
    assert_sums_are_those_of_the_rows(session)
    lost = the_total(session, "all")
    assert (lost.jobs, lost.revenue, lost.profit) == (1, Decimal(0), Decimal("-40.00"))


def test_forgetting_and_summing_anew_ends_in_the_same_sums(session, cast, wares):
    invoiced(session, sold(session, cast.acme, (wares[0], 7, "9.99", (SCREEN, DTF))), "90.00", OCTOBER)
    assert_sums_are_those_of_the_rows(session)
    before = session.execute(
        sa.select(tallies).where(tallies.c.jobs > 0).order_by(*tallies.primary_key)
    ).all()
    sum_up(session)
    session.commit()
    assert session.execute(sa.select(tallies).order_by(*tallies.primary_key)).all() == before
    rebuild(session)
    session.commit()
    up_to_date(session)
    assert session.execute(sa.select(tallies).order_by(*tallies.primary_key)).all() == before
    assert session.scalar(sa.select(sa.func.count()).select_from(stale)) == 0


AMOUNT = st.decimals("-5000", "5000", places=2)
ITEMS = st.lists(
    st.builds(
        Item,
        st.sampled_from([None, "tee", "cap"]),
        st.lists(st.sampled_from([SCREEN, DTF, HTV]), max_size=3),
        st.integers(0, 200),
        st.none() | st.decimals("0", "99", places=2),
    ),
    max_size=5,
)


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(AMOUNT, AMOUNT, st.none() | AMOUNT, ITEMS)
@example(Decimal("0.01"), Decimal("0.01"), Decimal(0), [Item("tee", [SCREEN, DTF], 0, None)])
def test_parts_make_up_the_job_to_the_cent(revenue, cost, estimate, items):
    whole = Earned(
        sum(item.pieces for item in items), revenue, cost, Decimal("1.00"), Decimal(0), cost, estimate
    )
    parts = [part for _, part in parts_of(whole, items)]
    for name in (
        "pieces",
        "revenue",
        "material_cost",
        "labor_cost",
        "shipping_cost",
        "other_costs",
        "profit",
    ):
        assert sum(getattr(part, name) for part in parts) == getattr(whole, name)
    if estimate is not None:
        assert sum(part.estimated_cost for part in parts) == estimate
