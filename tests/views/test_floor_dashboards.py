"""The dashboards of production, customers and the team: who opens them, what they tell, and what they cost."""

import datetime as dt

import pytest
import sqlalchemy as sa

from models.core import clock
from models.core.roles import ADMIN, ARTIST, BOOKKEEPER, MANAGER, OFFICE, PRODUCTION
from models.messages import JobRating
from models.metrics import note_new_days, refresh
from models.people import Employee
from models.timekeeping import Misprint, MisprintCause, TimeEntry
from tests import on_sqlite
from tests.earnings import invoiced, sold, up_to_date

from .test_every_screen import asked

PAGES = ("production", "customers", "team")
NOON = dt.datetime(2026, 11, 24, 18, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def late_november():
    with clock.told_time(NOON):
        yield


@pytest.fixture
def worked(session, cast):
    """Two jobs, invoiced in October and November, an hour of Rosa's, two misprints and a poor rating."""
    old = sold(session, cast.acme, (None, 10, None, ()), quoted="100.00")
    new = sold(session, cast.rival, (None, 5, None, ()), quoted="300.00", title="Rival caps")
    invoiced(session, old, "100.00", dt.date(2026, 10, 20))
    invoiced(session, new, "300.00", dt.date(2026, 11, 5))
    rosa = session.scalars(sa.select(Employee).where(Employee.name == "Rosa")).one()
    start, hour = NOON - dt.timedelta(hours=3), dt.timedelta(hours=1)
    session.add_all(
        [
            TimeEntry(employee_id=rosa.id, activity="Printing", start_time=start, end_time=start + hour),
            Misprint(job_id=old.id, quantity=2, cause=MisprintCause.COLOUR, employee_id=rosa.id),
            JobRating(job_id=old.id, contact_id=cast.ann.id, customer_id=cast.acme.id, score=1, comment="Too dark"),
        ]
    )  # fmt: skip
    session.commit()
    up_to_date(session)
    note_new_days(session)
    while not refresh(session):
        session.commit()
    session.commit()
    return {"old": old, "new": new}


def charts(browser, page, **arguments):
    told = browser.get(f"/dashboards/{page}.json", query_string=arguments)
    assert told.status_code == 200, told.text
    return told.get_json()["charts"]


def test_they_tell_what_was_done_in_the_period(client_as, worked):
    browser = client_as(MANAGER)
    made = charts(browser, "production", period="2026-11")
    assert made["misprints-by-cause"]["rows"] == [["Colour", 2, 2, 0, 0]]
    bought = charts(browser, "customers", period="2026-Q4")
    assert [row[:3] for row in bought["revenue-by-customer"]["rows"]] == [
        ["Rival", 1, "300.00"],
        ["Acme", 1, "100.00"],
    ]
    assert bought["poor-ratings"]["rows"][0][1:3] == ["Acme", 1]
    assert [row[1:5] for row in bought["new-and-returning"]["rows"][-2:]] == [
        [1, 1, "100.00", "100.00"],
        [1, 1, "300.00", "300.00"],
    ]
    team = charts(browser, "team", period="2026-11")
    assert team["hours-by-activity"]["rows"][0][:4] == ["Printing", 1, "1.0000", "100.00"]
    assert "Rosa" in team["utilization-by-person"]["said"]


@on_sqlite
def test_one_customer_is_told_apart_from_all_others(client_as, worked, cast):
    told = charts(client_as(MANAGER), "customers", period="2026-Q4", customer=cast.acme.id)
    assert [row[0] for row in told["revenue-by-customer"]["rows"]] == ["Acme"]
    assert told["satisfaction-by-month"]["rows"][-1][1] == "1.00"
    assert "clear the filter" in told["portal-adoption"]["said"]


@on_sqlite
@pytest.mark.parametrize(
    ("role", "open_to"),
    [
        (ADMIN, {"production", "customers", "team"}),
        (MANAGER, {"production", "customers", "team"}),
        (OFFICE, {"production", "customers"}),
        (PRODUCTION, {"production"}),
        (BOOKKEEPER, {"customers", "team"}),
        (ARTIST, set()),
    ],
)
def test_each_role_opens_its_own(client_as, worked, role, open_to):
    browser = client_as(role)
    answers = {page: browser.get(f"/dashboards/{page}").status_code for page in PAGES}
    assert answers == {page: 200 if page in open_to else 403 for page in PAGES}


@on_sqlite
def test_margins_are_only_for_who_reads_costs(client_as, worked):
    columns = {
        role: charts(client_as(role), "customers", period="2026-Q4")["revenue-by-customer"]["columns"]
        for role in (OFFICE, BOOKKEEPER)
    }
    assert "Margin" in columns[BOOKKEEPER]
    assert "Margin" not in columns[OFFICE]
    assert "margin" not in client_as(OFFICE).get("/dashboards/customers?period=2026-Q4").text.lower()


@on_sqlite
def test_a_page_asks_at_most_eight_statements(client_as, worked, cast):
    browser = client_as(ADMIN)
    for address in (
        "production?period=2026",
        "team?period=2026",
        f"customers?period=2026&customer={cast.acme.id}",
    ):
        answer, sent = asked(browser, f"/dashboards/{address}")
        assert answer.status_code == 200
        assert len(sent) <= 8, sent


@on_sqlite
@pytest.mark.parametrize("page", PAGES)
def test_nothing_to_tell_is_told_in_sentences(client_as, cast, page):
    told = charts(client_as(ADMIN), page, period="2024-W05")
    assert all(each["said"].endswith(".") for each in told.values())
    refused = client_as(ADMIN).get(f"/dashboards/{page}?period=all")
    assert refused.status_code == 400
    assert "is not a period" in refused.text
    assert "has not begun" in client_as(ADMIN).get(f"/dashboards/{page}?period=2027").text


@on_sqlite
def test_lines_lead_to_grids_that_open(client_as, worked):
    browser = client_as(ADMIN)
    links = {
        link for page in PAGES for each in charts(browser, page).values() for link in each["links"] if link
    }
    kinds = {link.split("=")[0] for link in links}
    assert len(kinds) > 5
    one_of_each = {kind: min(link for link in links if link.startswith(kind)) for kind in sorted(kinds)}
    assert {kind: browser.get(link).status_code for kind, link in one_of_each.items()} == dict.fromkeys(
        kinds, 200
    )
