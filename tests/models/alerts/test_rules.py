"""The five rules: what each finds, by the shop's own facts."""

import datetime as dt
from decimal import Decimal

import pytest
import sqlalchemy as sa

from models.alerts import (
    ALERT_RULES,
    AlertRule,
    AlertSeverity,
    AlertStatus,
    AlertThreshold,
    BusinessAlert,
)
from models.catalog import Material
from models.core import clock
from models.jobs import Job, JobStatus
from models.people import Employee, Machine
from models.purchasing import PurchaseOrder, PurchaseOrderLine
from models.scheduling import DailyCapacity
from tasks.alerts import check_alerts
from tests.earnings import sold, spent

NOW = dt.datetime(2026, 11, 23, 18, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def told():
    """It is 23 November 2026, about noon in the shop."""
    with clock.told_time(NOW):
        yield


def find(session, rule):
    """The alerts of a rule that have not cleared, by the name of their subject, after a check."""
    session.commit()
    check_alerts(session)
    true = sa.select(BusinessAlert).where(BusinessAlert.rule == rule, BusinessAlert.cleared_at.is_(None))
    return {alert.subject_name: alert for alert in session.scalars(true)}


# Low inventory


@pytest.fixture
def felt(session, told):
    """A material of which 25 are there, and which is ordered again at 20."""
    felt = Material(sku="FELT", name="Felt", quantity_on_hand=Decimal(25), reorder_point=Decimal(20))
    session.add(felt)
    session.commit()
    return felt


def low(session):
    return find(session, "low_inventory").get("Felt (FELT)")


def test_a_material_at_its_reorder_level_is_low(session, felt):
    assert low(session) is None
    felt.adjust(quantity=Decimal(-5), reason="Moths")
    alert = low(session)
    assert (alert.severity, alert.threshold, alert.actual_value) == (AlertSeverity.WARNING, 20, 20)
    assert (alert.unit, alert.title) == (felt.unit, "Felt is low")
    assert (alert.address, alert.way) == ("/reorder/", "Draft the purchase order")
    assert alert.trigger_data["Reorder at"] == "20 pieces"


def test_it_clears_at_a_tenth_above_its_level(session, felt):
    felt.adjust(quantity=Decimal(-6), reason="Moths")
    assert low(session) is not None
    felt.adjust(quantity=Decimal(2), reason="Found")
    assert low(session) is not None
    felt.adjust(quantity=Decimal(1), reason="Found")
    assert low(session) is None


def test_it_clears_when_enough_is_ordered(session, felt, cast):
    felt.adjust(quantity=Decimal(-20), reason="Moths")
    assert low(session).severity is AlertSeverity.WARNING
    order = PurchaseOrder(supplier=supplier(session))
    order.lines = [PurchaseOrderLine(material=felt, quantity=Decimal(15), unit_cost=Decimal(1))]
    session.add(order)
    session.commit()
    assert "on a draft: send it" in low(session).message
    order.send()
    assert low(session) is None


def test_one_material_has_a_threshold_of_its_own_also_while_more_is_ordered(session, felt):
    rule = session.scalars(sa.select(AlertRule).filter_by(name="low_inventory")).one()
    session.add(AlertThreshold(rule=rule, material=felt, threshold=Decimal(150), clears_at=Decimal(160)))
    order = PurchaseOrder(supplier=supplier(session))
    order.lines = [PurchaseOrderLine(material=felt, quantity=Decimal(4), unit_cost=Decimal(1))]
    session.add(order)
    session.commit()
    order.send()
    alert = low(session)
    assert (alert.actual_value, alert.threshold) == (29, 30)


def supplier(session):
    from models.catalog import Supplier

    supplier = Supplier(name="Felt & Co.", email="felt@example.com")
    session.add(supplier)
    session.flush()
    return supplier


def test_what_is_out_is_critical(session, felt):
    felt.adjust(quantity=Decimal(-25), reason="Moths")
    assert (low(session).severity, low(session).title) == (AlertSeverity.CRITICAL, "Felt is out")


def test_what_runs_out_before_an_order_can_come_is_critical(session, felt, cast):
    from models.stock import MaterialUsage

    felt.lead_days = 10
    session.add(MaterialUsage(job_id=cast.job.id, material_id=felt.id, quantity_used=Decimal(8)))
    alert = low(session)
    assert (alert.severity, alert.trigger_data["Lasts"]) == (AlertSeverity.CRITICAL, "2 days")


def test_an_archived_material_is_low_no_more(session, felt):
    felt.adjust(quantity=Decimal(-25), reason="Moths")
    assert low(session) is not None
    felt.archive()
    assert low(session) is None


def test_what_nobody_counts_or_uses_is_not_low(session, told):
    session.add(Material(name="Odd", quantity_on_hand=Decimal(0)))
    assert "Odd" not in find(session, "low_inventory")


# High costs and low margins


def estimated(session, cast, costs, **more):
    """A job that was estimated at 100 dollars, and cost so much."""
    from models.costing import EstimateKind, JobEstimate, JobEstimateLine

    job = sold(session, cast.acme, costs="0", quoted="400.00", **more)
    amounts = dict.fromkeys(("material_cost", "labor_cost", "shipping_cost"), Decimal(0))
    estimate = JobEstimate(
        job_id=job.id, number=1, pieces=1, labor_hours=Decimal(0), total_costs=Decimal(100), **amounts
    )
    estimate.other_costs = Decimal(100)
    line = {"quantity": Decimal(1), "unit": "", "unit_cost": Decimal(100), "amount": Decimal(100)}
    estimate.lines = [JobEstimateLine(kind=EstimateKind.OTHER, description="Patches", **line)]
    session.add_all([estimate, spent(job, costs)])
    session.commit()
    return job


@pytest.mark.parametrize(
    ("costs", "severity"), [("115.00", None), ("115.01", "WARNING"), ("130.01", "CRITICAL")]
)
def test_a_job_that_costs_over_15_percent_more_than_estimated(session, cast, told, costs, severity):
    job = estimated(session, cast, costs)
    alert = find(session, "high_costs").get(str(job))
    assert (alert and alert.severity) == severity


def test_high_costs_say_what_they_are_seen_by(session, cast, told):
    job = estimated(session, cast, "120.00")
    alert = find(session, "high_costs")[str(job)]
    assert (alert.threshold, alert.actual_value, alert.unit, alert.of_costs) == (15, 20, "%", True)
    assert "costs $120.00, 20 % more than the $100.00 that were estimated" in alert.message
    assert alert.trigger_data["Estimated"] == "$100.00"


def test_what_is_still_to_be_done_is_forecast(session, cast, told):
    from tests.models.costing.facts import worked

    job = estimated(session, cast, "100.00")
    assert str(job) not in find(session, "high_costs")
    worked(session, job, "1", "24.00")
    alert = find(session, "high_costs")[str(job)]
    assert alert.actual_value > Decimal("24.00")  # the other operations will take their hours, at her rate
    assert alert.title == f"{job.number} will cost more than estimated"


def test_a_job_that_was_not_estimated_has_no_high_costs(session, cast, told):
    job = sold(session, cast.acme, costs="9000.00")
    assert str(job) not in find(session, "high_costs")


@pytest.mark.parametrize(
    ("costs", "severity"),
    [("70.00", None), ("70.01", "WARNING"), ("100.00", "WARNING"), ("100.01", "CRITICAL"), ("0", None)],
)
def test_a_job_that_leaves_less_than_30_percent(session, cast, told, costs, severity):
    job = sold(session, cast.acme, quoted="100.00", costs=costs)
    alert = find(session, "profit_margin_low").get(str(job))
    assert (alert and alert.severity) == severity


def test_a_margin_clears_at_33_percent(session, cast, told):
    job = sold(session, cast.acme, quoted="100.00", costs="0")
    expense = spent(job, "72.00")
    session.add(expense)
    assert str(job) in find(session, "profit_margin_low")
    expense.amount = Decimal(68)
    assert find(session, "profit_margin_low")[str(job)].actual_value == 32
    expense.amount = Decimal(67)
    assert str(job) not in find(session, "profit_margin_low")


def test_a_job_without_a_price_has_no_margin(session, cast, told):
    job = sold(session, cast.acme, quoted="0", costs="72.00")
    assert str(job) not in find(session, "profit_margin_low")


def put(session, job, status):
    """Give a job a status that its verbs would give it after many others."""
    statement = sa.update(Job).where(Job.id == job.id).values(status=status)
    session.execute(statement.execution_options(deliberate="a past that a test needs"))
    session.commit()
    session.refresh(job)


def test_a_completed_job_is_watched_for_sixty_days(session, cast, told):
    job = sold(session, cast.acme, quoted="100.00", costs="90.00")
    put(session, job, JobStatus.READY_FOR_PICKUP)
    job.complete()
    assert str(job) in find(session, "profit_margin_low")
    with clock.told_time(NOW + dt.timedelta(days=59)):
        assert str(job) in find(session, "profit_margin_low")
    with clock.told_time(NOW + dt.timedelta(days=61)):
        assert str(job) not in find(session, "profit_margin_low")


def test_a_job_that_was_completed_elsewhere_is_not_watched(session, cast, told):
    job = Job(title="Of old", customer=cast.acme, quoted_amount="100.00")
    session.add(job)
    session.commit()
    job.import_as(JobStatus.COMPLETED)
    session.add(spent(job, "90.00"))
    assert str(job) not in find(session, "profit_margin_low")


def test_a_cancelled_job_is_not_watched(session, cast, told):
    job = sold(session, cast.acme, quoted="100.00", costs="90.00")
    assert str(job) in find(session, "profit_margin_low")
    job.cancel("Gone")
    assert str(job) not in find(session, "profit_margin_low")


# Overdue jobs


@pytest.mark.parametrize(
    ("days", "severity"), [(0, None), (1, "WARNING"), (3, "WARNING"), (4, "CRITICAL"), (-1, None)]
)
def test_a_job_in_work_is_overdue_after_its_day(session, cast, told, days, severity):
    job = sold(session, cast.acme)
    job.due_on = TODAY - dt.timedelta(days=days)
    alert = find(session, "overdue_jobs").get(str(job))
    assert (alert and alert.severity) == severity


def test_a_rush_job_is_critical_from_the_first_day_on(session, cast, told):
    job = sold(session, cast.acme)
    job.accept_rush()
    job.due_on = TODAY - dt.timedelta(days=1)
    assert find(session, "overdue_jobs")[str(job)].severity is AlertSeverity.CRITICAL


def test_a_quote_is_never_overdue(session, cast, told):
    job = Job(title="Perhaps", customer=cast.acme, due_on=TODAY - dt.timedelta(days=9))
    session.add(job)
    assert str(job) not in find(session, "overdue_jobs")


def test_an_overdue_job_clears_with_another_day_and_when_it_is_held(session, cast, told):
    job, held = sold(session, cast.acme), sold(session, cast.acme, title="Held")
    job.due_on = held.due_on = TODAY - dt.timedelta(days=2)
    assert {str(job), str(held)} <= set(find(session, "overdue_jobs"))
    job.due_on = TODAY
    held.hold("No answer")
    assert not {str(job), str(held)} & set(find(session, "overdue_jobs"))


def test_an_overdue_job_gets_worse_with_the_days_and_is_told_of_twice(session, cast, told):
    job = sold(session, cast.acme)
    job.due_on = TODAY - dt.timedelta(days=1)
    first = find(session, "overdue_jobs")[str(job)].told_at
    for days in range(1, 6):
        with clock.told_time(NOW + dt.timedelta(days=days)):
            alert = find(session, "overdue_jobs")[str(job)]
    assert (first, alert.told_at, alert.told_severity) == (NOW, NOW + dt.timedelta(days=3), "CRITICAL")


# Full days


def day(session, booked, total="8", on=TODAY, **resource):
    row = {"employee_id": None, "machine_id": None, "actual_hours": Decimal(0), "is_corrected": False}
    row |= {"id": f"{on}{booked}"[:26], "created_at": NOW, "updated_at": NOW, "date": on} | resource
    row |= {"resource": row["employee_id"] or row["machine_id"] or ""}
    hours = {"booked_hours": Decimal(booked), "total_hours": Decimal(total)}
    statement = sa.insert(DailyCapacity).values(**row, **hours)
    session.execute(statement.execution_options(deliberate="a day that a test needs"))
    return row["id"]


def book(session, identity, booked):
    statement = (
        sa.update(DailyCapacity).where(DailyCapacity.id == identity).values(booked_hours=Decimal(booked))
    )
    session.execute(statement.execution_options(deliberate="a day that a test needs"))
    session.commit()


@pytest.fixture
def press(session, told):
    press = Machine(name="Press")
    session.add(press)
    session.flush()
    session.execute(sa.delete(DailyCapacity).execution_options(deliberate="a test makes its own"))
    return press


@pytest.mark.parametrize(
    ("booked", "severity"), [("6.8", None), ("6.81", "INFO"), ("8", "INFO"), ("8.1", "CRITICAL")]
)
def test_a_day_over_85_percent_is_full(session, press, booked, severity):
    day(session, booked, machine_id=press.id)
    alert = find(session, "capacity_exceeded").get("Press on Mon 23 Nov 2026")
    assert (alert and alert.severity) == severity


def test_a_full_day_clears_at_80_percent_and_leads_to_its_day(session, press):
    identity = day(session, "7", machine_id=press.id)
    (alert,) = find(session, "capacity_exceeded").values()
    assert (alert.actual_value, alert.threshold) == (Decimal("87.50"), 85)
    assert (alert.address, alert.way) == ("/calendar/?view=day&date=2026-11-23", "Open the day")
    book(session, identity, "6.5")
    assert len(find(session, "capacity_exceeded")) == 1
    book(session, identity, "6.4")
    assert find(session, "capacity_exceeded") == {}


def test_days_that_are_over_are_no_matter(session, press):
    day(session, "9", on=TODAY - dt.timedelta(days=1), machine_id=press.id)
    assert find(session, "capacity_exceeded") == {}


def test_days_beyond_two_weeks_are_no_matter_yet(session, press):
    day(session, "9", on=TODAY + dt.timedelta(days=15), machine_id=press.id)
    assert find(session, "capacity_exceeded") == {}
    with clock.told_time(NOW + dt.timedelta(days=1)):
        assert len(find(session, "capacity_exceeded")) == 1


def test_a_day_that_passes_clears(session, press):
    day(session, "9", machine_id=press.id)
    assert len(find(session, "capacity_exceeded")) == 1
    with clock.told_time(NOW + dt.timedelta(days=1)):
        assert find(session, "capacity_exceeded") == {}


def test_something_booked_on_a_day_without_hours_is_critical(session, press):
    day(session, "2", total="0", machine_id=press.id)
    (alert,) = find(session, "capacity_exceeded").values()
    assert (alert.severity, alert.actual_value) == (AlertSeverity.CRITICAL, None)


def test_people_and_the_whole_shop_have_full_days_too(session, press):
    rosa = session.scalars(sa.select(Employee).filter_by(name="Rosa")).one()
    day(session, "7", employee_id=rosa.id)
    day(session, "21", total="24")
    assert set(find(session, "capacity_exceeded")) == {
        "Rosa on Mon 23 Nov 2026",
        "The whole shop on Mon 23 Nov 2026",
    }


def test_an_archived_machine_is_full_no_more(session, press):
    day(session, "7", machine_id=press.id)
    assert len(find(session, "capacity_exceeded")) == 1
    press.archive()
    assert find(session, "capacity_exceeded") == {}


# All of them


def test_every_rule_says_what_it_means_what_to_do_and_who_sees_it(shop):
    for rule in ALERT_RULES.values():
        assert rule.about.endswith("."), rule.name
        assert rule.way, rule.name
        assert {"Admin", "Manager"} <= rule.by, rule.name
        assert not rule.of_costs or rule.by <= {"Admin", "Manager", "Bookkeeper"}, rule.name
    assert {rule.type.name for rule in ALERT_RULES.values()} == {
        *("LOW_INVENTORY", "HIGH_COSTS", "OVERDUE_JOBS", "CAPACITY_EXCEEDED", "PROFIT_MARGIN_LOW", "SYSTEM")
    }


def test_no_rule_fails_in_the_shop_of_the_tests(session, cast, told):
    assert find(session, "rules_failed") == {}
    assert session.scalars(sa.select(BusinessAlert.status)).all() == [
        AlertStatus.OPEN for _ in session.scalars(sa.select(BusinessAlert.id))
    ]
