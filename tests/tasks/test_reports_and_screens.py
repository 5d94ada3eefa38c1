"""Every report tells what its screen shows, to the cent: a shop of one October, read from the workbook and the page."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from decimal import Decimal
from html import unescape

import pytest
from openpyxl import load_workbook

from models.catalog import Product
from models.core import clock
from models.core.roles import ADMIN
from models.jobs import DecorationMethod
from models.reports import Report, ReportKind
from models.sales_tax import TaxRate
from models.timekeeping import TimeEntry
from tasks import reports
from tests.earnings import invoiced, sold, up_to_date
from tests.models.purchasing.ordering import garment, job_on, mill
from tests.models.timekeeping.floor import rosa_of
from tests.reporting import CHICAGO, at, made, opened

K = ReportKind
SCREEN, DTF = DecorationMethod.SCREEN_PRINT, DecorationMethod.DTF
CENT = Decimal("0.01")


@pytest.fixture
def october(session, cast):
    """A shop of October 2026: three jobs invoiced, one of them at a loss, one made ready late, and Rosa's hours."""
    tee = session.query(Product).filter_by(name="T-shirt").one()
    cap = Product(name="Cap")
    session.add_all([cap, TaxRate(name="Austin, TX", percent="8.25")])
    with at(2026, 10, 5, 9):
        good = sold(
            session, cast.acme, (tee, 10, "33.33", (SCREEN,)), (cap, 5, "4.01", (DTF,)), quoted="353.35"
        )
        bad = sold(session, cast.rival, (tee, 4, None, (DTF,)), costs="150.10", title="Rival caps")
        invoiced(session, good, "353.35", dt.date(2026, 10, 20))
        invoiced(session, bad, "120.07", dt.date(2026, 10, 31))
    opened(session, 2026, 9, 20, 12)
    _taxed(session, cast)
    _made_ready(session, cast.job)
    _worked(session)
    with at(2026, 11, 3, 7):
        up_to_date(session)
        yield


def _taxed(session, cast):
    """Rival, which is exempt, and Acme are invoiced in October, and Acme credited a part."""
    from tests.views.portal.examples_invoices import issued

    with at(2026, 10, 22, 12):
        cast.rival.tax_exempt = True
        session.commit()
        bill = issued(session, cast)
        note = bill.draft_credit("5 were late")
        session.commit()
        note.lines[0].quantity = 5
        session.commit()
        note.issue()
        session.commit()


def _made_ready(session, job):
    """The cast's job, due on Wednesday the 21st, is ready on Thursday."""
    job.due_on = dt.date(2026, 10, 21)
    with at(2026, 10, 22, 15):
        job.send_to_quality_check()
        job.pack()
        job.ready_for_pickup()
        session.commit()


def _worked(session):
    """Rosa on Tuesday and Friday, to the second."""
    with at(2026, 10, 24, 9):
        for day, start, end in ((20, (9, 0, 0), (11, 30, 20)), (23, (8, 15, 0), (8, 35, 50))):
            entry = TimeEntry(employee_id=rosa_of(session).id, activity="Printing")
            entry.start_time = dt.datetime(2026, 10, day, *start, tzinfo=CHICAGO)
            entry.end_time = dt.datetime(2026, 10, day, *end, tzinfo=CHICAGO)
            session.add(entry)
        session.commit()


def book_of(report: Report):
    """The workbook as it is kept."""
    content = reports.content_of("xlsx", report.xlsx_url, report.xlsx_sha256)
    return load_workbook(io.BytesIO(content))


def lines_of(sheet):
    """The rows below the headings, numbers to the cent, without the note under them."""
    rows = [[_told(cell.value) for cell in row] for row in sheet.iter_rows(min_row=2)]
    return [row for row in rows if sum(value is not None for value in row) > 1]


def _told(value):
    return Decimal(str(value)).quantize(CENT) if isinstance(value, int | float) else value


def numbers(texts):
    """Texts of a page or a file, those that are numbers as such: “$1,204.50”, “59.90 %”, “−3.00”."""
    return [_number(each) for each in texts]


def _number(text):
    plain = (
        text.replace("−", "-").replace("$", "").replace(",", "").removesuffix("%").removesuffix(" h").strip()
    )
    return (
        Decimal(plain).quantize(CENT) if re.fullmatch(r"-?\d+(\.\d+)?", plain) else (text.strip("–") or None)
    )


def cells_of(page, caption):
    """The rows of the table whose region or section has this name, as texts."""
    table = page.split(caption, 1)[1].split("</table>", 1)[0]
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.DOTALL)
    return [
        [
            " ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split())
            for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)
        ]
        for row in rows
    ][1:]


def test_the_monthly_profitability_tells_the_dashboard_of_profitability(session, october, client_as):
    (report,) = made(session, K.MONTHLY_PROFITABILITY, "2026-10")
    book, browser = book_of(report), client_as(ADMIN)
    told = browser.get("/dashboards/profitability.json?period=2026-10").get_json()["charts"]
    ranks = {
        "Customers that earned most": "customers-by-margin",
        "Products that earned most": "products-by-margin",
        "Methods": "methods-by-margin",
    }
    for sheet, chart in ranks.items():
        shown = sorted(numbers(map(str, row)) for row in told[chart]["rows"])
        assert sorted(lines_of(book[sheet])) == shown, sheet
    page = browser.get("/dashboards/profitability?period=2026-10").text
    facts = dict(re.findall(r"<dt>(\w+)</dt><dd>([^<]+)", page))
    line = lines_of(book["From revenue to profit"])[0]
    jobs, revenue, profit, margin = line[1], line[2], line[7], line[8]
    assert [jobs, revenue, profit, margin.quantize(CENT)] == numbers(
        facts[name] for name in ("Jobs", "Revenue", "Profit", "Margin")
    )
    assert sum(line[3:7]) == _number(facts["Costs"])
    trend = {row[0]: row for row in (numbers(map(str, each)) for each in told["cost-trend"]["rows"])}
    assert line[3:7] == trend["October 2026"][1:5]


def test_the_jobs_with_the_lowest_margin_are_those_of_the_list_by_margin(session, october, client_as):
    (report,) = made(session, K.MONTHLY_PROFITABILITY, "2026-10")
    lines = lines_of(book_of(report)["Jobs with the lowest margin"])
    rows = list(csv.reader(io.StringIO(client_as(ADMIN).get(JOBS).get_data(as_text=True).lstrip("\ufeff"))))
    by_heading = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert [f"{line[0]} {line[1]}" for line in lines] == [row["Job"] for row in by_heading]
    assert [line[3:] for line in lines] == [
        numbers(row[name] for name in ("Revenue", "Costs", "Profit", "Margin")) for row in by_heading
    ]


JOBS = "/dashboards/jobs/jobs-by-margin.csv?period=2026-10"


def test_the_weekly_production_tells_the_dashboard_of_production_and_its_jobs(
    session, october, cast, client_as
):
    (report,) = made(session, K.WEEKLY_PRODUCTION, "2026-W43")
    book = book_of(report)
    figures = {row[0]: row[1:] for row in lines_of(book["Key figures"])}
    page = client_as(ADMIN).get("/dashboards/production?period=2026-W43").text
    shown = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)", page))
    assert shown["Pieces finished"] != "0"
    for name in set(figures) & set(shown):
        assert figures[name][0] == _number(shown[name]), name
    assert len(set(figures) & set(shown)) == 4
    ready = lines_of(book["Jobs that became ready"])
    assert [row[0] for row in ready] == [cast.job.number, "All"]
    assert ready[0][6] == "1 day late"
    assert ready[-1][3] == figures["Pieces finished"][0]


def test_the_timesheets_tell_the_page_of_the_week(session, october, client_as):
    (report,) = made(session, K.TIMESHEETS, "2026-W43")
    page = client_as(ADMIN).get("/timesheets/week?week=2026-10-19").text
    shown = cells_of(page, 'aria-label="Hours of everybody by day"')
    lines = lines_of(book_of(report)["Hours by day"])
    assert [line[:9] for line in lines] == [numbers(row[:9]) for row in shown]
    assert lines[-1][8] == Decimal("2.85")
    assert report.summary.split(". ")[1] == re.search(r"1 timesheet: [^<]+", page)[0]


def test_the_sales_tax_tells_the_tax_report_by_month_and_by_quarter(session, october, client_as):
    with at(2027, 1, 4, 7):
        both = made(session, K.SALES_TAX, "2026-10", "2026-Q4")
        for report in both:
            file = client_as(ADMIN).get(f"/money/sales-tax.csv?period={report.period}").get_data(as_text=True)
            shown = [numbers(row) for row in csv.reader(io.StringIO(file.lstrip("\ufeff")))][1:]
            lines = lines_of(book_of(report)["By place and rate"])
            assert lines[:-1] == shown[:-1], report
            assert lines[-1][4:] == shown[-1][4:], report
            assert lines[-1][8] == Decimal("68.76")


def test_the_material_reorder_tells_the_reorder_list(session, cast, client_as):
    opened(session, 2026, 9, 20, 12)
    with at(2026, 11, 3, 7):
        seller = mill(session)
        low = garment(session, "Tee, black L", on_hand="12", supplier=seller, reorder_point=Decimal(36))
        garment(session, "Tee, white L", on_hand="99", supplier=seller, reorder_point=Decimal(36))
        orphan = garment(session, "Cap, grey")
        job_on(session, (orphan, 7))
        (report,) = made(session, K.MATERIAL_REORDER, "2026-W45")
        page = client_as(ADMIN).get("/reorder/").text
        lines = lines_of(book_of(report)["To order"])
    shown = [
        (who, row) for who in ("Mill", "no supplier") for row in sorted(cells_of(page, f'"To order: {who}"'))
    ]
    assert [line[1] for line in lines] == [str(low), "Blank tee M (BLANK-M)", str(orphan)]
    for line, (who, row) in zip(lines, shown, strict=True):
        assert line[0].lower() == who.lower()
        assert row[0].startswith(line[1])
        assert (row[1], row[2]) == (line[2], line[7])
        assert row[3].startswith(f"{line[4].normalize():f}")
    assert report.summary.startswith("3 materials are to be ordered from 1 supplier.")


def test_the_clock_off_on_the_first_makes_the_month_when_it_is_back(session, october):
    assert clock.shop_day() == dt.date(2026, 11, 3)
    (report,) = made(session, K.MONTHLY_PROFITABILITY, "2026-10")
    assert (report.is_made, report.asked_by) == (True, None)
    assert made(session, K.MONTHLY_PROFITABILITY, "2026-10") == [report]
