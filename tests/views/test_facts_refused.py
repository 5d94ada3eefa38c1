"""What cannot be so, across material, time and money: a sentence, and nothing written (one case a line)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from models.billing import Invoice, InvoiceLine
from models.catalog import Product
from models.core import clock
from models.core.audit import AuditEntry
from models.core.errors import RuleBroken
from models.core.roles import ADMIN, MANAGER
from models.expenses import Expense
from models.jobs import Job
from models.months import ClosedMonth, month_row
from models.people import Employee
from models.stock import MaterialUsage
from models.timekeeping import TapKind, TimeEntry, Timesheet
from models.timekeeping.taking import Tap, take
from tests.browsing import post_form
from tests.models.purchasing.ordering import garment, ordered

NOW = dt.datetime(2026, 11, 20, 18, tzinfo=dt.UTC)
LAST_WEEK, OCTOBER = "2026-11-09T15:00:00Z", "2026-10-14T15:00:00Z"
pytestmark = pytest.mark.on_sqlite


@pytest.fixture
def shelf(session, cast):
    """Twelve tees, an order of 24 more, a use of October, Rosa's week locked, October closed, a job called off."""
    with clock.told_time(NOW):
        tee = garment(session, on_hand="12")
        vinyl = garment(session, "Vinyl", on_hand="100", unit="in")
        order = ordered(session, (tee, "24", "3.00"))
        rosa = session.scalars(sa.select(Employee).where(Employee.name == "Rosa")).one()
        used = MaterialUsage(job=cast.job, material=vinyl, quantity_used="3", used_at=_moment(OCTOBER))
        session.add_all([used, _hour(rosa, LAST_WEEK), product := Product(name="Printed tee")])
        off = Job(title="Called off", customer=cast.acme)
        session.add(off)
        session.flush()
        off.cancel("They closed")
        bill = Invoice(customer=cast.acme)
        bill.lines = [InvoiceLine(description="Tees", quantity=1, unit_price="100.00")]
        session.add(bill)
        session.flush()
        bill.issue()
        bill.record_payment(amount=Decimal("40.00"), method="Check", reference="1044")
        _lock_week(session, rosa)
        session.execute(sa.delete(ClosedMonth).execution_options(deliberate="other months of the seed"))
        session.commit()
        month_row(session, "2026-10").close(leave_open=True)
        session.commit()
        yield SimpleNamespace(
            tee=tee.id,
            vinyl=vinyl.id,
            order=order.id,
            line=order.lines[0].id,
            rosa=rosa.id,
            used=used.id,
            job=cast.job.id,
            off=off.id,
            product=product.id,
            entry=session.scalars(sa.select(TimeEntry.id)).one(),
            acme=cast.acme.id,
            bill=bill.id,
        )


def _moment(text):
    return dt.datetime.fromisoformat(text)


def _hour(rosa, start):
    return TimeEntry(
        employee=rosa,
        activity="Print",
        start_time=_moment(start),
        end_time=_moment(start) + dt.timedelta(hours=1),
    )


def _lock_week(session, rosa):
    session.commit()
    its = (Timesheet.employee_id == rosa.id, Timesheet.week == dt.date(2026, 11, 9))
    session.scalars(sa.select(Timesheet).where(*its)).one().approve()


def _use(shelf, quantity, **more):
    return (
        "POST",
        "material_usage/",
        {"job_id": shelf.job, "material_id": shelf.tee, "quantity_used": quantity} | more,
    )


def _expense(amount, day="2026-11-02"):
    return "POST", "expenses/", {"description": "Thread", "amount": amount, "spent_on": day}


def _requirement(shelf, **more):
    body = {
        "product_id": shelf.product,
        "material_id": shelf.vinyl,
        "decoration_method": "HTV",
        "quantity_per": "1",
    }
    return "POST", "material_requirements/", body | more


def _receive(shelf, quantity, **more):
    line = {"line_id": shelf.line, "quantity": quantity}
    return "POST", f"purchase_orders/{shelf.order}/receive", {"lines": [line]} | more


def _pay(shelf, amount, **more):
    return "POST", f"invoices/{shelf.bill}/record_payment", {"amount": amount} | more


def _line(shelf, quantity):
    return {"invoice_id": shelf.bill, "description": "Tees", "quantity": quantity, "unit_price": "5"}


def _time(shelf, start, end):
    return (
        "POST",
        "time_entries/",
        {
            "employee_id": shelf.rosa,
            "activity": "Print",
            "start_time": start,
            "end_time": end,
        },
    )


CASES = {
    "using nothing": (lambda s: _use(s, "0"), 422, "more than 0"),
    "using less than nothing": (lambda s: _use(s, "-2"), 422, "more than 0"),
    "using more than is there": (lambda s: _use(s, "13"), 409, "There are 12 pieces"),
    "using in a closed month": (lambda s: _use(s, "1", used_at=OCTOBER), 409, "October 2026 is closed"),
    "changing what was used in one": (
        lambda s: ("PUT", f"material_usage/{s.used}", {"quantity_used": "4"}),
        409,
        "October 2026 is closed",
    ),
    "taking it back": (lambda s: ("DELETE", f"material_usage/{s.used}", None), 409, "October 2026 is closed"),
    "counting less than nothing": (
        lambda s: ("POST", f"materials/{s.tee}/count", {"counted": "-1"}),
        422,
        "",
    ),
    "another unit for what lies on the shelf": (
        lambda s: ("PUT", f"materials/{s.tee}", {"unit": "dozen"}),
        409,
        "12 pieces lie on the shelf",
    ),
    "a new material of less than nothing": (
        lambda _s: ("POST", "materials/", {"name": "Foil", "quantity_on_hand": "-1"}),
        422,
        "at least 0",
    ),
    "a cost of less than nothing": (
        lambda _s: ("POST", "materials/", {"name": "Foil", "unit_cost": "-1"}),
        422,
        "at least 0",
    ),
    "a delivery that takes less than no time": (
        lambda _s: ("POST", "suppliers/", {"name": "Yesterday", "lead_days": -1}),
        422,
        "at least 0",
    ),
    "charging for none of it": (
        lambda s: ("POST", "invoice_lines/", _line(s, "0")),
        422,
        "more than 0",
    ),
    "adjusting by more than is there": (
        lambda s: ("POST", f"materials/{s.tee}/adjust", {"quantity": "-13", "reason": "Lost"}),
        409,
        "There are 12 pieces",
    ),
    "a unit that does not fit": (lambda s: _requirement(s, unit="g"), 409, "is a weight"),
    "a requirement of less than nothing": (
        lambda s: _requirement(s, unit="in", quantity_per="-1"),
        422,
        "at least 0",
    ),
    "receiving nothing": (lambda s: _receive(s, "0"), 422, ""),
    "receiving less than nothing": (lambda s: _receive(s, "-3"), 422, ""),
    "receiving more than was ordered": (lambda s: _receive(s, "30"), 409, "24"),
    "receiving in a closed month": (
        lambda s: _receive(s, "6", received_on="2026-10-14"),
        409,
        "October 2026 is closed",
    ),
    "time in a locked week": (
        lambda s: _time(s, "2026-11-10T15:00:00Z", "2026-11-10T16:00:00Z"),
        409,
        "locked",
    ),
    "changing time of a locked week": (
        lambda s: ("PUT", f"time_entries/{s.entry}", {"end_time": "2026-11-09T15:30:00Z"}),
        409,
        "locked",
    ),
    "time in a closed month": (
        lambda s: _time(s, OCTOBER, "2026-10-14T16:00:00Z"),
        409,
        "October 2026 is closed",
    ),
    "time that ends before it starts": (
        lambda s: _time(s, "2026-11-18T16:00:00Z", "2026-11-18T15:00:00Z"),
        422,
        "before it starts",
    ),
    "spending nothing": (lambda _s: _expense("0"), 422, "at least 0.01"),
    "spending less than nothing": (lambda _s: _expense("-5"), 422, "at least 0.01"),
    "spending in a closed month": (lambda _s: _expense("5", "2026-10-31"), 409, "October 2026 is closed"),
    "an invoice on a job that was called off": (
        lambda s: ("POST", "invoices/", {"customer_id": s.acme, "job_id": s.off, "kind": "FINAL"}),
        409,
        "is cancelled",
    ),
    "the same payment a second time": (lambda s: _pay(s, "10.00", reference="1044"), 409, "1044"),
    "paying nothing": (lambda s: _pay(s, "0"), 422, ""),
    "paying less than nothing": (lambda s: _pay(s, "-5"), 422, ""),
    "paying more than is left": (lambda s: _pay(s, "60.01"), 409, "$0.01 more than the $60.00"),
    "a payment in a closed month": (
        lambda s: _pay(s, "5", paid_on="2026-10-20"),
        409,
        "October 2026 is closed",
    ),
    "closing a month that is not over": (
        lambda _s: ("POST", f"closed_months/{_month('2026-11')}/close", {}),
        409,
        "not over",
    ),
}


def _month(name):
    from models.core.base import db

    found = month_row(db.session(), name).id
    db.session.commit()
    return found


@pytest.mark.parametrize("case", CASES)
def test_what_cannot_be_is_refused_with_a_sentence_and_nothing_is_written(program_as, session, shelf, case):
    ask, status, words = CASES[case]
    method, address, body = ask(shelf)
    manager = program_as(MANAGER)
    session.rollback()
    written = session.scalar(sa.select(sa.func.count()).select_from(AuditEntry))
    session.rollback()
    answer = manager.open(f"/api/v1/{address}", method=method, json=body)
    assert answer.status_code == status, answer.text
    assert words in answer.text, answer.text
    assert session.scalar(sa.select(sa.func.count()).select_from(AuditEntry)) == written


def test_the_raw_tables_are_no_way_round_a_closed_month(client_as, session, shelf):
    page = "/raw/expenses/new/"
    told = {"description": "Thread", "amount": "5", "spent_on": "2026-10-31", "kind": "OTHER"}
    answer = post_form(client_as(ADMIN), page, **told)
    assert "October 2026 is closed" in answer.text
    assert session.scalar(sa.select(sa.func.count()).select_from(Expense)) == 0


def test_a_tap_that_comes_when_its_month_is_closed_is_refused(session, shelf):
    rosa = session.get(Employee, shelf.rosa)
    with pytest.raises(RuleBroken, match="October 2026 is closed"):
        take(session, rosa, None, Tap("late", TapKind.START, dt.datetime(2026, 10, 30, 15, tzinfo=dt.UTC)))


@pytest.mark.parametrize("number", ["1_0", "\u0661", "1E+1", 0.5])
def test_a_number_within_a_list_is_read_as_strictly_as_any_other(program_as, shelf, number):
    method, address, body = _receive(shelf, number)
    answer = program_as(MANAGER).open(f"/api/v1/{address}", method=method, json=body)
    assert (answer.status_code, list(answer.get_json()["message"])) == (422, ["lines.0.quantity"])
