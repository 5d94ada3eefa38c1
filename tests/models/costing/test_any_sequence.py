"""Whatever is written, changed, moved and deleted: the costing is what its raw rows say, reckoned independently."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from models.billing import Expense, ExpenseKind
from models.catalog import Material
from models.costing import JobCosting
from models.jobs import Job, JobItem
from models.stock import MaterialUsage
from models.timekeeping import Misprint, MisprintCause, TimeEntry

from .facts import MORNING, cents, worked

MODELS = (TimeEntry, MaterialUsage, Expense, Misprint, JobItem)
deed = st.tuples(
    st.sampled_from(["add", "change", "move", "delete", "price"]),
    st.integers(0, len(MODELS) - 1),
    st.integers(0, 9),
    st.integers(1, 300),
)


def _add(session, model, job, number, minute):
    if model is TimeEntry:
        start = MORNING - dt.timedelta(days=minute)
        return worked(session, job, str(Decimal(number) / 100), "24.37", start)
    row = {
        MaterialUsage: lambda: MaterialUsage(
            job_id=job.id, material_id=_vinyl(session), quantity_used=round(Decimal(number) / 7, 4)
        ),
        Expense: lambda: Expense(
            description="Bought",
            kind=[*ExpenseKind][number % len(ExpenseKind)],
            amount=Decimal(number) / 100,
            spent_on=MORNING.date(),
            job=job,
        ),
        Misprint: lambda: Misprint(job_id=job.id, quantity=number, cause=MisprintCause.PRINT),
        JobItem: lambda: JobItem(job=job, quantity=number, description="Tee"),
    }[model]()
    session.add(row)
    return row


def _vinyl(session):
    return session.scalars(sa.select(Material.id).where(Material.name == "Vinyl")).one()


def _change(row, number):
    match row:
        case TimeEntry():
            row.end_time = row.start_time + dt.timedelta(seconds=number * 13)
        case MaterialUsage():
            row.quantity_used = round(Decimal(number) / 3, 4)
        case Expense():
            row.amount = Decimal(number) / 100
        case _:
            row.quantity = number


def _perform(session, jobs, rows, deeds):
    for count, (what, kind, which, number) in enumerate(deeds):
        mine = [row for row in rows if isinstance(row, MODELS[kind])]
        row = mine[which % len(mine)] if mine else None
        job = jobs[which % 2]
        if what == "price":
            job.quoted_amount = cents(Decimal(number) / 3)
        elif what == "add" or row is None:
            rows.append(_add(session, MODELS[kind], job, number, count + 1))
        elif what == "change":
            _change(row, number)
        elif what == "move":
            row.job_id = job.id
        else:
            rows.remove(row)
            session.delete(row)
        session.commit()


def _by_hand(session, job):
    """Material, labor, shipping, other, total, profit, pieces and cost a piece, reckoned row by row in Python."""

    def rows(model):
        return session.scalars(sa.select(model).where(model.job_id == job.id)).all()

    entries, expenses = rows(TimeEntry), rows(Expense)
    material = sum(cents(each.total_cost) for each in rows(MaterialUsage))
    material += sum(each.amount for each in expenses if each.kind == ExpenseKind.MATERIAL)
    labor = sum(cents(Decimal(each.seconds) * each.hourly_rate / 3600) for each in entries)
    shipping = sum(each.amount for each in expenses if each.kind == ExpenseKind.SHIPPING)
    known = (ExpenseKind.MATERIAL, ExpenseKind.SHIPPING)
    other = sum(each.amount for each in expenses if each.kind not in known)
    total = material + labor + shipping + other
    pieces = sum(each.quantity for each in rows(JobItem))
    profit = (job.quoted_amount or 0) - total
    seconds = sum(each.seconds for each in entries)
    return [
        *map(Decimal, (material, labor, shipping, other, total, profit, pieces)),
        Decimal(sum(each.quantity for each in rows(Misprint))),
        cents(total / pieces) if pieces else None,
        (Decimal(seconds) / 3600).quantize(Decimal("0.0001"), "ROUND_HALF_UP"),
        cents(profit * 100 / job.quoted_amount) if job.quoted_amount else None,
    ]


def _stored(session, job):
    row = session.scalars(sa.select(JobCosting).where(JobCosting.job_id == job.id)).one()
    amounts = (row.material_cost, row.labor_cost, row.shipping_cost, row.other_costs, row.total_costs)
    pieces = (row.gross_profit, Decimal(row.good_pieces), Decimal(row.misprinted_pieces))
    return [*amounts, *pieces, row.cost_per_item, row.labor_hours, row.profit_margin]


@pytest.fixture
def jobs(session, cast):
    """Two jobs, and vinyl to use on them."""
    made = [Job(title=f"Job {n}", customer=cast.acme, quoted_amount="100.00") for n in range(2)]
    vinyl = Material(name="Vinyl", unit="in", unit_cost="0.1357", quantity_on_hand="100000")
    session.add_all([*made, vinyl])
    session.commit()
    return made


def of(examples):
    """So many runs; a failing one is told as it was found, since each commits for real."""
    return settings(
        max_examples=examples,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


def _check(session, jobs, deeds):
    rows = []
    try:
        _perform(session, jobs, rows, deeds)
        session.expire_all()
        for job in jobs:
            assert _stored(session, job) == _by_hand(session, job)
    finally:
        session.rollback()
        for row in rows:
            session.delete(row)
        session.commit()
    session.expire_all()
    assert [_stored(session, job)[4] for job in jobs] == [0, 0]


@given(deeds=st.lists(deed, min_size=4, max_size=12))
@of(6)
def test_the_costing_is_what_the_raw_rows_say_after_any_deeds(session, jobs, deeds):
    _check(session, jobs, deeds)


@pytest.mark.soak
@given(deeds=st.lists(deed, min_size=10, max_size=60))
@of(150)
def test_the_costing_is_what_the_raw_rows_say_after_many_deeds(session, jobs, deeds):
    _check(session, jobs, deeds)
