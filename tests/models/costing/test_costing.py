"""What a job costs, to the cent, in the transaction of each fact."""

import datetime as dt
from decimal import Decimal

import pytest
import sqlalchemy as sa

from models.billing import Expense, ExpenseKind
from models.catalog import Material
from models.costing import Costing, Facts, JobCosting, cost_of, recompute
from models.jobs import Job, JobItem
from models.stock import MaterialUsage
from models.timekeeping import Misprint, MisprintCause

from .facts import MORNING, Statements, costing_of, worked

DAY = MORNING.date()


def material(session, name, unit_cost, quantity, unit="piece"):
    made = Material(name=name, unit=unit, unit_cost=unit_cost, quantity_on_hand=quantity)
    session.add(made)
    session.flush()
    return made


def spent(session, job, kind, amount):
    expense = Expense(description="Bought", kind=kind, amount=amount, spent_on=DAY, job=job)
    session.add(expense)
    return expense


def example(session, cast):
    """The worked example of domain.md, “Money”, as rows."""
    job = Job(title="Fifty tees", customer=cast.acme, quoted_amount="1250.00")
    job.items = [JobItem(description="Tee", quantity=50)]
    vinyl = material(session, "Vinyl", "0.1350", "500", "in")
    shirts = material(session, "Shirt", "3.1250", "60")
    session.add(job)
    session.commit()
    worked(session, job, "3.25", "24.00")
    worked(session, job, "1.5", "31.50", MORNING + dt.timedelta(hours=4))
    for used, quantity in ((vinyl, "111"), (shirts, "52")):
        session.add(MaterialUsage(job_id=job.id, material_id=used.id, quantity_used=quantity))
    spent(session, job, ExpenseKind.SHIPPING, "18.40")
    session.commit()
    return job


def test_the_worked_example_costs_what_it_should_to_the_cent(session, cast):
    kept = costing_of(session, example(session, cast))
    assert (kept.labor_cost, kept.labor_hours, kept.avg_hourly_rate) == (
        Decimal("125.25"),
        Decimal("4.75"),
        Decimal("26.37"),
    )
    assert (kept.material_cost, kept.shipping_cost) == (Decimal("177.49"), Decimal("18.40"))
    assert (kept.total_costs, kept.gross_profit) == (Decimal("321.14"), Decimal("928.86"))
    assert (kept.profit_margin, kept.markup) == (Decimal("74.31"), Decimal("289.24"))
    assert (kept.good_pieces, kept.cost_per_item, kept.revenue_per_item) == (
        50,
        Decimal("6.42"),
        Decimal("25.00"),
    )
    assert kept.calculated_at is not None


def test_what_would_be_divided_by_nothing_is_empty():
    costing = cost_of(Facts())
    assert costing == Costing(
        *(None, None, None, None, Decimal(0), None, Decimal(0), Decimal(0), None, Decimal(0), Decimal(0)),
        *(Decimal(0), Decimal(0), None, None, 0, 0, None, None, None, None),
    )
    assert cost_of(Facts(quoted_amount=Decimal(0), labor_cost=Decimal(5))).profit_margin is None


def test_the_material_margin_is_a_markup_of_what_is_charged():
    facts = Facts(materials_charged=Decimal("266.24"), material_cost=Decimal("177.49"))
    assert cost_of(facts).material_margin == Decimal("50.00")


def test_a_new_job_has_a_costing_and_a_changed_price_moves_it(session, cast):
    kept = costing_of(session, cast.job)
    assert (kept.revenue, kept.profit_margin, kept.good_pieces) == (Decimal("450.00"), Decimal("100.00"), 25)
    cast.job.quoted_amount = "500.00"
    session.commit()
    assert costing_of(session, cast.job).revenue == Decimal("500.00")


def test_editing_back_and_forth_leaves_no_cent_behind(session, cast):
    job = example(session, cast)
    before = {name: getattr(costing_of(session, job), name) for name in Costing._fields}
    usage = session.scalars(sa.select(MaterialUsage).order_by(MaterialUsage.quantity_used.desc())).first()
    expense = session.scalars(sa.select(Expense)).one()
    usage.quantity_used, expense.amount = "77.7", "18.41"
    session.commit()
    assert costing_of(session, job).total_costs == Decimal("316.65")
    expense.kind = ExpenseKind.OTHER
    session.commit()
    assert costing_of(session, job).other_costs == Decimal("18.41")
    usage.quantity_used, expense.amount, expense.kind = "111", "18.40", ExpenseKind.SHIPPING
    session.commit()
    kept = costing_of(session, job)
    assert {name: getattr(kept, name) for name in Costing._fields} == before


def test_a_fact_that_moves_to_another_job_leaves_the_first(session, cast):
    other = Job(title="Other", customer=cast.acme)
    session.add(other)
    entry = worked(session, cast.job, "1", "24.00")
    session.commit()
    entry.job_id = other.id
    session.commit()
    assert costing_of(session, cast.job).labor_cost == 0
    assert costing_of(session, other).labor_cost == Decimal("24.00")
    session.delete(entry)
    session.commit()
    assert costing_of(session, other).labor_cost == 0


def test_a_refused_transaction_leaves_the_costing(session, cast):
    worked(session, cast.job, "1", "24.00")
    session.flush()
    session.rollback()
    session.commit()
    assert costing_of(session, cast.job).labor_cost == 0


def test_a_misprint_is_counted_once(session, cast):
    shirts = material(session, "Shirt", "3.0000", "60")
    misprint = Misprint(job_id=cast.job.id, quantity=2, cause=MisprintCause.PRINT)
    session.add(misprint)
    session.flush()
    for quantity, spoiled in (("25", None), ("2", misprint.id)):
        session.add(
            MaterialUsage(
                job_id=cast.job.id, material_id=shirts.id, quantity_used=quantity, misprint_id=spoiled
            )
        )
    session.commit()
    kept = costing_of(session, cast.job)
    assert (kept.good_pieces, kept.misprinted_pieces) == (25, 2)
    assert (kept.material_cost, kept.cost_per_item) == (Decimal("81.00"), Decimal("3.24"))


@pytest.mark.parametrize("verbs", [["cancel"], ["cancel", "reopen"]])
def test_costs_stay_when_a_job_is_cancelled_and_reopened(session, cast, verbs):
    worked(session, cast.job, "1", "24.00")
    session.commit()
    for verb in verbs:
        getattr(cast.job, verb)(reason="They changed their mind")
        session.commit()
    assert costing_of(session, cast.job).total_costs == Decimal("24.00")


def test_one_fact_costs_at_most_six_statements(session, cast):
    worked(session, cast.job, "1", "24.00")
    session.commit()
    with Statements(session) as asked:
        assert recompute(session, [cast.job.id]) == 0
        session.execute(
            sa.update(Expense).values(amount=0).where(sa.false()).execution_options(deliberate="none")
        )
    assert len(asked) - 1 <= 6
    session.rollback()
    spent(session, cast.job, ExpenseKind.OTHER, "5.00")
    with Statements(session) as asked:
        session.commit()
    assert sum("job_costing" in each for each in asked) == 2
    assert len([each for each in asked if "labor" in each or "SUM" in each or "sum(" in each]) <= 4


def test_many_jobs_in_one_transaction_take_the_statements_of_one(session, cast):
    def asked_for(count):
        for number in range(count):
            session.add(Job(title=f"Job {number}", customer=cast.acme, quoted_amount="10.00"))
        with Statements(session) as asked:
            session.commit()
        return sum("job_costing" in each for each in asked)

    assert asked_for(40) == asked_for(2)
    assert session.scalar(sa.select(sa.func.count()).select_from(JobCosting)) == 43


def test_a_job_that_nobody_worked_on_can_be_deleted_with_its_costing(session, cast):
    job = Job(title="Mistyped", customer=cast.acme)
    session.add(job)
    session.commit()
    session.delete(job)
    session.commit()
    assert session.scalar(sa.select(sa.func.count()).select_from(JobCosting)) == 1
