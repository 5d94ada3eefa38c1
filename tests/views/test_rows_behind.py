"""The page of the rows behind a key figure: their sum is its value, and each leads to what its reader may open."""

import csv
import datetime as dt
import io
import re
from decimal import Decimal

import pytest

from models.catalog import Material
from models.core import clock
from models.core.roles import ADMIN, ARTIST, BOOKKEEPER, MANAGER, OFFICE
from models.metrics import KPIS
from models.people import Employee
from models.stock import MaterialUsage
from models.timekeeping import TimeEntry
from tests import on_sqlite
from tests.earnings import sold_tees
from tests.key_figures import bring_up_to_date

from .test_every_screen import asked

NOW = dt.datetime(2026, 11, 24, 18, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def late_november():
    with clock.told_time(NOW):
        yield


@pytest.fixture
def worked(session, cast):
    """Acme's job of October, Rival's of November, and two hours of Rosa's."""
    sold_tees(session, cast.acme, 9, dt.date(2026, 10, 20), title="Acme tees")
    second = sold_tees(session, cast.rival, 3, dt.date(2026, 11, 5), title="Rival tees").job
    rosa = session.query(Employee).first()
    begin = NOW - dt.timedelta(hours=3)
    work = TimeEntry(employee=rosa, job=second, activity="By hand", start_time=begin, end_time=begin + HOUR)
    session.add(work)
    session.commit()
    bring_up_to_date(session)
    return second


def behind(browser, figure, **told):
    answer = browser.get("/dashboards/behind", query_string={"figure": figure, "period": "2026-11"} | told)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_a_key_figure_leads_to_its_rows_and_each_to_its_page(client_as, worked):
    browser = client_as(MANAGER)
    page = browser.get("/dashboards/key-figure?figure=revenue&period=2026-11").text
    assert "/dashboards/behind?period=2026-11&amp;figure=revenue" in page
    rows = behind(browser, "revenue")
    assert "$30 in November 2026 from 1 job: revenue $30.00." in rows
    assert f"/jobs/show/{worked.id}" in rows
    assert "Acme tees" not in rows


@on_sqlite
def test_rows_that_the_reader_may_not_open_are_counted_alone(client_as, worked):
    page = behind(client_as(OFFICE), "labor_utilization")
    assert "1 time entry that you may not open" in page
    assert "/time_entries/show/" not in page
    assert "/time_entries/show/" in behind(client_as(ADMIN), "labor_utilization")


@on_sqlite
def test_every_key_figure_has_its_page(client_as, worked):
    browser = client_as(BOOKKEEPER)
    assert all(behind(browser, name, period="2026-Q4") for name in KPIS)


@on_sqlite
def test_who_may_not_see_costs_sees_no_rows_of_them(client_as, worked):
    costs = [name for name, kpi in KPIS.items() if kpi.of_costs]
    addresses = [f"/dashboards/behind?figure={name}" for name in costs]
    assert {client_as(OFFICE).get(each).status_code for each in addresses} == {403}
    assert client_as(ARTIST).get("/dashboards/behind?figure=overdue_jobs").status_code == 403


@on_sqlite
def test_all_rows_are_taken_along_as_a_file(client_as, worked):
    address = "/dashboards/behind/rows-behind.csv?figure=revenue&period=2026-Q4"
    lines = list(csv.reader(io.StringIO(client_as(MANAGER).get(address).text.lstrip("\ufeff"))))
    assert lines[0] == ["What", "Kind", "Day", "Revenue"]
    assert [line[2:] for line in lines[1:]] == [["2026-10-20", "90.00"], ["2026-11-05", "30.00"]]


@on_sqlite
def test_a_customer_narrows_the_rows_where_the_key_figure_is_told_of_one(client_as, worked, cast):
    browser = client_as(MANAGER)
    assert "Nothing was counted in November 2026." in behind(browser, "revenue", customer=cast.acme.id)
    month = f"/dashboards/key-figure?figure=stock_value&period=2026-11&customer={cast.acme.id}"
    ways = re.findall(r'href="(/dashboards/behind[^"]*)"', browser.get(month).text)
    assert ways
    assert not any("customer" in way for way in ways)


@on_sqlite
@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("figure=revenue&page=0", "“0” is no page of the list"),
        ("figure=revenue&page=²", "is no page of the list"),
        (f"figure=revenue&page=000000001{'9' * 5000}", "is no page of the list"),
        ("figure=nothing", "There is no key figure “nothing”"),
        ("figure=revenue&period=2027", "has not begun"),
        ("figure=stock_value&customer={customer}", "Stock value is told of the whole shop alone"),
    ],
)
def test_a_wrong_address_is_refused_in_a_sentence(client_as, cast, address, said):
    answer = client_as(MANAGER).get(f"/dashboards/behind?{address.format(customer=cast.acme.id)}")
    assert answer.status_code == 400
    assert said in answer.text


@on_sqlite
def test_a_page_asks_little_of_the_database(client_as, worked):
    answer, sent = asked(client_as(ADMIN), "/dashboards/behind?figure=receivables&period=2026-11")
    assert answer.status_code == 200
    assert len(sent) <= 14, sent


def test_the_chart_of_materials_leads_to_the_use_of_its_month(client_as, session, cast, worked):
    film = Material(sku="FILM", name="Film", quantity_on_hand=Decimal(10), unit_cost=Decimal(2))
    session.add(film)
    session.flush()
    session.add(MaterialUsage(job_id=worked.id, material_id=film.id, quantity_used=Decimal(2)))
    session.commit()
    bring_up_to_date(session)
    browser = client_as(MANAGER)
    told = browser.get("/dashboards/materials.json?period=2026-11").get_json()["charts"]["use-by-month"]
    pages = [browser.get(link).text for link in told["links"][-2:]]
    assert ["Film" in page for page in pages] == [False, True]


@pytest.mark.parametrize(("role", "told"), [(OFFICE, False), (MANAGER, True)])
def test_the_goals_are_led_to_only_for_who_may_open_them(client_as, cast, role, told):
    page = client_as(role).get("/dashboards/key-figure?figure=on_time_delivery&period=2026-11").text
    assert "What it means" in page
    assert ("Goals and names" in page) is told
