"""Expenses: their line of the tax return, their receipt, the report by line, and the month's page."""

import datetime as dt
import io
from decimal import Decimal

import pytest
import sqlalchemy as sa
from PIL import Image

from models.catalog import Material
from models.closing import tax_report
from models.core import clock
from models.core.periods import period_named
from models.core.roles import BOOKKEEPER, OFFICE
from models.expenses import Expense, TaxLine, lay_out_tax_lines
from models.months import month_row
from models.people import Employee
from models.timekeeping import TimeEntry
from tests.browsing import csrf_token

NOVEMBER = dt.datetime(2026, 11, 20, 18, tzinfo=dt.UTC)
pytestmark = pytest.mark.on_sqlite


@pytest.fixture(autouse=True)
def november():
    with clock.told_time(NOVEMBER):
        yield


def _line(session, number, year=2026):
    return session.scalars(sa.select(TaxLine).where(TaxLine.year == year, TaxLine.line == number)).one()


def _spend(session, amount, day, **what):
    expense = Expense(description="Thread", amount=amount, spent_on=day, **what)
    session.add(expense)
    session.flush()
    return expense


def test_each_year_has_the_lines_of_the_form(session, shop):
    titles = {
        each.line: each.title for each in session.scalars(sa.select(TaxLine).where(TaxLine.year == 2024))
    }
    assert (titles["8"], titles["25"]) == ("Advertising", "Utilities")
    assert titles["27b"] == "Other expenses (from line 48)"


def test_the_lines_of_a_new_year_are_those_of_the_year_before_as_the_owner_left_them(session, shop):
    _line(session, "39").title = "Other costs of goods"
    with clock.told_time(dt.datetime(2027, 1, 2, tzinfo=dt.UTC)):
        lay_out_tax_lines(session)
    assert _line(session, "39", 2027).title == "Other costs of goods"


def test_an_expense_stands_on_the_usual_line_of_its_kind_and_moves_with_its_year(session, shop):
    expense = _spend(session, "10.00", dt.date(2026, 3, 1), kind="MATERIAL")
    assert expense.tax_line_id == _line(session, "22").id
    expense.spent_on = dt.date(2025, 12, 30)
    session.flush()
    assert expense.tax_line_id == _line(session, "22", 2025).id


def test_a_line_of_another_year_and_an_amount_of_nothing_are_refused_with_a_sentence(
    program_as, session, shop
):
    owner, line = program_as(BOOKKEEPER), _line(session, "22", 2025).id
    session.rollback()
    body = {"description": "Ink", "amount": "5.00", "spent_on": "2026-11-02", "tax_line_id": line}
    answer = owner.post("/api/v1/expenses/", json=body)
    assert (answer.status_code, "It is a line of 2025" in answer.get_data(as_text=True)) == (422, True)
    for amount in ("0", "-4.00"):
        answer = owner.post("/api/v1/expenses/", json=body | {"amount": amount, "tax_line_id": None})
        assert (answer.status_code, "at least 0.01" in answer.get_data(as_text=True)) == (422, True)
    assert session.scalar(sa.select(sa.func.count()).select_from(Expense)) == 0


@pytest.fixture
def spent(session, shop):
    """Expenses of October and November, on two lines and on none; and an hour of Rosa's."""
    _spend(session, "10.00", dt.date(2026, 10, 31), kind="MATERIAL")
    _spend(session, "0.10", dt.date(2026, 11, 1), kind="MATERIAL")
    _spend(session, "0.20", dt.date(2026, 11, 30), kind="MATERIAL")
    _spend(session, "7.00", dt.date(2026, 11, 5), tax_line=_line(session, "8"))
    _spend(session, "3.00", dt.date(2026, 11, 6))
    rosa = session.scalars(sa.select(Employee).where(Employee.name == "Rosa")).one()
    start = dt.datetime(2026, 11, 2, 15, tzinfo=dt.UTC)
    session.add(
        TimeEntry(employee=rosa, activity="Print", start_time=start, end_time=start + dt.timedelta(hours=1))
    )
    session.commit()


def test_the_report_sums_each_line_of_its_period_and_counts_what_stands_on_none(session, spent):
    report = tax_report(session, period_named("2026-11"))
    assert [(each.line, each.amount, each.rows) for each in report.lines] == [
        ("8", Decimal("7.00"), 1),
        ("22", Decimal("0.30"), 2),
    ]
    assert (report.unassigned.amount, report.unassigned.rows) == (3, 1)
    assert (report.total, report.time.amount) == (Decimal("10.30"), 24)
    assert tax_report(session, period_named("2026-Q4")).total == Decimal("20.30")


def test_what_lay_there_before_its_books_began_is_stock_at_the_beginning(session):
    session.add(Material(name="Cap", quantity_on_hand="40", unit_cost="5.00"))
    session.flush()
    report = tax_report(session, period_named("2026"))
    assert (report.stock_before, report.stock_after, report.used) == (Decimal(200), Decimal(200), Decimal(0))


def test_the_page_leads_from_a_line_to_its_rows_and_gives_the_report_as_files(client_as, session, spent):
    bookkeeper = client_as(BOOKKEEPER)
    page = bookkeeper.get("/money/taxes/?period=2026-11&line=none").get_data(as_text=True)
    assert "$10.30 was spent in November 2026. 1 expense stands on no line yet, $3.00 in all." in page
    assert page.count("/expenses/show/") == 1
    told = bookkeeper.get("/money/taxes.csv?period=2026-11").get_data(as_text=True)
    assert "Expenses,22,Supplies (not included in Part III),2,0.30" in told
    assert bookkeeper.get("/money/taxes.xlsx?period=2026").get_data().startswith(b"PK")
    assert bookkeeper.get("/money/taxes/?period=2026-13").status_code == 400
    assert client_as(OFFICE).get("/money/taxes/").status_code in (302, 403)


def _keep(browser, expense_id, content, name):
    token = csrf_token(browser, f"/expenses/show/{expense_id}")
    body = {"receipt": (io.BytesIO(content), name), "csrf_token": token}
    return browser.post(f"/expenses/{expense_id}/receipt", data=body)


def test_a_receipt_is_kept_as_a_new_picture_and_a_false_one_is_refused(client_as, session, spent):
    bookkeeper = client_as(BOOKKEEPER)
    expense_id = session.scalars(sa.select(Expense.id).limit(1)).one()
    session.rollback()
    photo = io.BytesIO()
    Image.new("RGB", (40, 60), "white").save(photo, "PNG")
    _keep(bookkeeper, expense_id, photo.getvalue(), "receipt.png")
    kept = bookkeeper.get(f"/expenses/{expense_id}/receipt")
    assert (kept.mimetype, kept.data[:2]) == ("image/jpeg", b"\xff\xd8")
    refused = _keep(bookkeeper, expense_id, b"%PDF-1.7 no paper at all", "bill.pdf")
    assert (refused.status_code, "No receipt was kept." in refused.get_data(as_text=True)) == (409, True)
    assert not Expense.attach_receipt.verb.by  # it is spoken by this page alone
    assert session.get(Expense, expense_id).receipt_file.mime_type == "image/jpeg"


def test_the_page_of_a_month_tells_what_is_open_and_a_closed_one_takes_no_later_fact(
    client_as, program_as, session, spent
):
    october = month_row(session, "2026-10").id
    bookkeeper = client_as(BOOKKEEPER)
    assert "Still open in October 2026" in bookkeeper.get(f"/closed_months/show/{october}").get_data(
        as_text=True
    )
    program = program_as(BOOKKEEPER)
    answer = program.post(f"/api/v1/closed_months/{october}/close", json={})
    assert answer.status_code == 200, answer.json
    late = program.post(
        "/api/v1/expenses/", json={"description": "x", "amount": "1", "spent_on": "2026-10-05"}
    )
    assert (late.status_code, "October 2026 is closed" in late.json["message"]) == (409, True)
    assert program.post(f"/api/v1/closed_months/{october}/reopen", json={"reason": "x"}).status_code == 403
