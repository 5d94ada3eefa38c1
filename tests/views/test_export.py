"""Any grid as a file: whole, in order, for the reader's eyes, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import tracemalloc
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from models.core import clock
from models.core.base import db, new_id
from models.core.roles import ADMIN, MANAGER, OFFICE, PRODUCTION
from models.customers import Customer
from models.jobs import Job
from tests import on_sqlite
from views.core.pages.export import BATCH
from views.core.pages.export_files import defused, write_xlsx
from views.core.screen import SCREENS


def table(answer):
    """The rows of a CSV answer, the heading first."""
    assert answer.status_code == 200, answer.text[:300]
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def cells(data):
    """The cells of the first sheet of a workbook: place to XML."""
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    return {place: whole for whole, place in re.findall(r'(<c r="([A-Z]+\d+)".*?</c>)', sheet)}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@on_sqlite
def test_every_grid_is_exported(client_as, kind):
    owner = client_as(ADMIN)
    answers = {screen.table: owner.get(f"/{screen.table}/export.{kind}").status_code for screen in SCREENS}
    assert {table_: status for table_, status in answers.items() if status != 200} == {}


def test_rows_stand_as_the_grid_shows_them(client_as):
    heading, row = table(client_as(OFFICE).get("/jobs/export.csv"))
    told = dict(zip(heading, row, strict=True))
    assert told["Customer"] == "Acme"
    assert told["Status"] == "IN_PRODUCTION"
    assert told["Quoted amount"] == "450.00"
    assert told["Rush"] == "false"


def test_filters_and_order_of_the_grid_hold(client_as, session, cast):
    session.add_all([Job(title=title, customer=cast.rival) for title in ("Caps A", "Caps B", "Mugs")])
    session.commit()
    browser = client_as(OFFICE)
    query = "_flt_2_title=caps&_oc_JobScreen=title&_od_JobScreen=desc"
    rows = table(browser.get(f"/jobs/export.csv?{query}"))
    assert [row[1] for row in rows[1:]] == ["Caps B", "Caps A"]
    assert browser.get("/jobs/export.csv?_flt_0_nothing=1").status_code == 400


@on_sqlite
def test_the_file_has_its_mark_name_and_type(client_as):
    answer = client_as(OFFICE).get("/customers/export.csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.headers["Content-Disposition"] == f"attachment; filename=customers-{clock.shop_day()}.csv"
    assert answer.mimetype == "text/csv"
    assert answer.headers["Cache-Control"] == "no-store"


@on_sqlite
def test_who_may_not_read_a_grid_may_not_export_it(client_as):
    printer = client_as(PRODUCTION)
    assert printer.get("/invoices/export.csv").status_code == 403
    assert client_as("anonymous").get("/jobs/export.csv").status_code == 302


@on_sqlite
@pytest.mark.parametrize(
    "text", ["=1+1", "+1 555 0100", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "＝1+1", "＠SUM"]
)
def test_text_that_could_act_is_defused(text):
    assert defused(text) == f"'{text}"


def test_hostile_text_is_harmless_in_both_files(client_as, session):
    session.add(Customer(name='=HYPERLINK("http://evil.example")', phone="+1 555 0100", notes='a,b\n"c"'))
    session.commit()
    browser = client_as(OFFICE)
    rows = table(browser.get("/customers/export.csv"))
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    workbook = browser.get("/customers/export.xlsx").data
    assert not any("<f>" in cell for cell in cells(workbook).values())
    assert "'=HYPERLINK" in str(cells(workbook))


@on_sqlite
def test_numbers_stay_numbers_and_dates_dates(tmp_path):
    numbers = [Decimal("12.50"), Decimal("-0.1000"), 7]
    values = [*numbers, True, dt.date(2026, 11, 24), None, "-1", Decimal("99999999999999.9999")]
    file = io.BytesIO()
    write_xlsx(file, "Any: title/with [signs] that is rather long", ["=a"] * len(values), [values], tmp_path)
    told = cells(file.getvalue())
    assert "<v>12.50</v>" in told["A2"]
    assert "<v>-0.1000</v>" in told["B2"]
    assert "<v>7</v>" in told["C2"]
    assert 't="b"' in told["D2"]
    assert "<v>46350</v>" in told["E2"]
    assert "F2" not in told
    assert "<t>'-1</t>" in told["G2"]
    assert "<t>99999999999999.9999</t>" in told["H2"]
    assert list(tmp_path.iterdir()) == []


def test_more_rows_than_a_batch_come_whole_and_once(client_as, session, cast):
    add_jobs(session, cast.acme, 2 * BATCH + 7)
    rows = table(client_as(OFFICE).get("/jobs/export.csv"))
    numbers = [row[0] for row in rows[1:]]
    assert len(numbers) == len(set(numbers)) == 2 * BATCH + 8


def test_an_export_leaves_no_file_and_no_open_transaction(client_as, shop):
    client_as(OFFICE).get("/jobs/export.xlsx")
    assert list(Path(shop.instance_path, "exports").iterdir()) == []
    assert db.engine.pool.checkedout() <= 1


def add_jobs(session, customer, count):
    """Rows written as a data load would: a bulk insert that says why."""
    now = clock.now()
    common = {
        "customer_id": customer.id,
        "status": "QUOTE",
        "is_rush": False,
        "version": 1,
        "created_at": now,
    }
    common |= {"updated_at": now}
    rows = [common | {"id": new_id(), "number": f"B-{n}", "title": f"Bulk {n}"} for n in range(count)]
    session.execute(sa.insert(Job.__table__).execution_options(deliberate="rows of a test"), rows)
    session.commit()


@pytest.mark.bench
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_hundred_thousand_rows_need_little_memory(client_as, session, cast, kind):
    add_jobs(session, cast.acme, 100_000)
    session.expunge_all()
    browser = client_as(MANAGER)
    browser.get(f"/jobs/export.{kind}?_flt_3_title=nothing")
    tracemalloc.start()
    answer = browser.get(f"/jobs/export.{kind}", buffered=False)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    answer.close()
    assert answer.status_code == 200
    assert peak < 30 * 1024 * 1024, f"{peak / 1024 / 1024:.0f} MiB"
