"""The screens of profit: who sees them, what they tell, where their marks lead, and what is taken along."""

import datetime as dt

import pytest

from models.catalog import Product
from models.core import clock
from models.core.roles import ADMIN, ARTIST, BOOKKEEPER, MANAGER, OFFICE, PRODUCTION
from models.jobs import DecorationMethod
from tests import on_sqlite
from tests.earnings import invoiced, sold, up_to_date

from .test_every_screen import asked

SCREEN, DTF = DecorationMethod.SCREEN_PRINT, DecorationMethod.DTF


@pytest.fixture(autouse=True)
def late_november():
    with clock.told_time(dt.datetime(2026, 11, 24, 18, tzinfo=dt.UTC)):
        yield


@pytest.fixture
def earned(session, cast):
    """Acme's job of October and Rival's of November, which lost money."""
    cap = Product(name="Cap")
    session.add(cap)
    tee = session.query(Product).filter_by(name="T-shirt").one()
    good = sold(session, cast.acme, (tee, 10, "8.00", (SCREEN,)), (cap, 5, "4.00", (DTF,)), quoted="100.00")
    bad = sold(session, cast.rival, (tee, 4, None, (DTF,)), costs="150.00", title="Rival caps")
    invoiced(session, good, "100.00", dt.date(2026, 10, 20))
    invoiced(session, bad, "120.00", dt.date(2026, 11, 5))
    return {"good": good, "bad": bad, "cap": cap, "tee": tee}


def test_a_dashboard_tells_its_sums_in_sentences_and_leads_to_the_rows(client_as, earned, cast):
    browser = client_as(BOOKKEEPER)
    page = browser.get("/dashboards/profitability?period=2026-Q4").text
    assert "Of $220 from 2 jobs of Q4 2026, $10 is left: 4.55 %." in page
    assert f"/dashboards/jobs?period=2026-Q4&amp;customer={cast.rival.id}" in page
    told = browser.get("/dashboards/profitability.json?period=2026-Q4").get_json()
    assert told["charts"]["customers-by-margin"]["rows"] == [
        ["Acme", 1, "100.00", "60.00", "40.00", "40.00"],
        ["Rival", 1, "120.00", "150.00", "-30.00", "-25.00"],
    ]
    jobs = browser.get(f"/dashboards/jobs?period=2026-Q4&customer={cast.rival.id}").text
    assert "Rival caps" in jobs
    assert "Team tees" not in jobs


PAGES = ("profitability", "jobs", "materials", "job?job={job}")


@on_sqlite
@pytest.mark.parametrize("role", [OFFICE, ARTIST, PRODUCTION])
def test_who_may_not_see_costs_opens_none_of_them(client_as, cast, role):
    browser = client_as(role)
    addresses = [f"/dashboards/{page.format(job=cast.job.id)}" for page in PAGES]
    addresses += ["/dashboards/materials.json", "/dashboards/cost-trend.json", "/dashboards/scorecard"]
    addresses += ["/dashboards/profitability/cost-trend.csv", "/dashboards/revenue-by-month.json"]
    addresses += ["/dashboards/overview/margin-by-month.csv", "/dashboards/key-figure?figure=gross_margin"]
    addresses += ["/dashboards/team", "/dashboards/hours-by-week.json"]
    assert {browser.get(address).status_code for address in addresses} == {403}


@on_sqlite
def test_a_page_asks_little_of_the_database(client_as, session, earned, cast):
    up_to_date(session)
    browser = client_as(ADMIN)
    narrowed = f"period=2026-Q4&customer={cast.acme.id}&product={earned['tee'].id}&method=DTF"
    for page in ("profitability?period=all", f"profitability?{narrowed}", f"jobs?{narrowed}", "materials"):
        answer, sent = asked(browser, f"/dashboards/{page}")
        assert answer.status_code == 200
        assert len(sent) <= 8, sent  # two of them are who asks


@on_sqlite
@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("profitability?period=2026-13", "“2026-13” is not a period: write a year as 2026"),
        ("profitability.json?period=2026-W54", "is not a period"),
        ("jobs?period=2026-12", "“2026-12” has not begun: the latest month is 2026-11."),
        ("profitability?customer=nobody", "There is no such customer"),
        ("profitability?product=%00", "There is no such product"),
        ("profitability?method=PENCIL", "“PENCIL” is no method: it is one of HTV"),
        ("materials?method=DTF", "Materials cannot be narrowed by a method."),
        ("materials?period=open", "“open” is not a period"),
        ("jobs?order=upwards", "“upwards” is no order"),
        ("jobs?after=x_y", "begin at the first page"),
        ("jobs?after=1_%00", "begin at the first page"),
        ("job", "Name a job"),
    ],
)
def test_a_wrong_address_is_refused_in_a_sentence(client_as, address, said):
    answer = client_as(MANAGER).get(f"/dashboards/{address}")
    assert answer.status_code == 400
    assert said in answer.text.replace("&#34;", '"')


@on_sqlite
def test_what_is_not_there_is_not_found(client_as):
    browser = client_as(MANAGER)
    unknown = (
        "nothing",
        "nothing.json",
        "profitability/nothing.csv",
        "jobs/cost-trend.csv",
        "profitability/cost-trend.pdf",
    )
    assert {browser.get(f"/dashboards/{each}").status_code for each in unknown} == {404}


@on_sqlite
def test_days_weeks_and_years_are_told_alike(client_as, earned):
    browser = client_as(MANAGER)
    for period, jobs in {
        "2026-10-20": 1,
        "2026-W43": 1,
        "2026-11": 1,
        "2026": 2,
        "all": 2,
        "open": 1,
    }.items():
        told = browser.get(f"/dashboards/customers-by-margin.json?period={period}").get_json()
        assert len(told["data"][0]["x"]) == jobs, period


@on_sqlite
def test_a_chart_is_sent_once_while_it_stays_the_same(client_as, earned):
    browser = client_as(MANAGER)
    for address in ("/dashboards/profitability.json?period=2026", "/dashboards/cost-trend.json?period=2026"):
        tag = browser.get(address).headers["ETag"]
        assert browser.get(address, headers={"If-None-Match": tag}).status_code == 304


@on_sqlite
def test_what_is_seen_is_taken_along_as_csv_and_xlsx(client_as, earned, session, cast):
    for number in range(30):
        sold(session, cast.acme, (None, 1, None, ()), title=f"Job {number}")
    browser = client_as(MANAGER)
    lines = browser.get("/dashboards/jobs/jobs-by-margin.csv?period=open").text.splitlines()
    assert lines[0].lstrip("\ufeff") == "Job,Customer,Invoiced,Revenue,Costs,Profit,Margin"
    assert len(lines) == 32  # all pages, and Acme's job in production
    assert lines[1].endswith(",100.00,60.00,40.00,40.00")
    book = browser.get("/dashboards/profitability/cost-trend.xlsx?period=2026")
    assert book.data[:2] == b"PK"


def test_jobs_are_read_page_by_page_from_either_end(client_as, session, cast):
    for number in range(30):
        sold(session, cast.acme, (None, 1, None, ()), costs=f"{40 + number % 3}.00", title=f"Job {number}")
    browser, seen, address = client_as(MANAGER), [], "/dashboards/jobs?period=open&order=highest"
    while address:
        page = browser.get(address).text
        seen += [
            part.split("</a>")[0].split(">")[-1]
            for part in page.split('<th role="rowheader" scope="row">')[1:]
        ]
        ways = [part for part in page.split('<a href="') if part.split("</a>")[0].endswith(">Next page")]
        address = ways[0].split('"')[0].replace("&amp;", "&") if ways else ""
    assert len(seen) == len(set(seen)) == 31
    assert "Staff tees" in seen[0]  # nothing was spent on it


@on_sqlite
def test_one_job_is_told_from_revenue_to_profit(client_as, earned, cast):
    browser = client_as(BOOKKEEPER)
    page = browser.get(f"/dashboards/job?job={earned['bad'].id}").text
    assert "Of $120, $30 is lost. The largest cost is other with $150." in page
    figure = browser.get(f"/dashboards/job-revenue-to-profit.json?job={earned['bad'].id}").get_json()
    assert figure["data"][0]["x"] == ["Revenue", "Material", "Labor", "Shipping", "Other", "Loss"]
    assert [figure["data"][0][axis][4] for axis in ("base", "y")] == [120.0, -150.0]
