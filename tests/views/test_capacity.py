"""The page of the outlook and the figures of its charts."""

import datetime as dt
from decimal import Decimal

import pytest
import sqlalchemy as sa

from models.core import clock
from models.core.roles import BOOKKEEPER, MANAGER, OFFICE
from models.jobs import DecorationMethod
from models.people import Employee
from models.scheduling import Routing
from tests import on_sqlite
from tests.browsing import post_form
from tests.planned import accepted_job, operation_of, put_on, write

MONDAY = dt.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def that_monday():
    with clock.told_time(dt.datetime(2026, 11, 23, 18, tzinfo=dt.UTC)):
        yield


@pytest.fixture
def full_week(session, cast):
    """A week in which printing and Rosa are asked for 44 hours of 40."""
    job = accepted_job(session, cast, DecorationMethod.DTF, due_on=MONDAY + dt.timedelta(days=60))
    rosa = session.scalars(sa.select(Employee).filter_by(name="Rosa")).one()
    put_on(session, operation_of(session, job, "PRINTING"), MONDAY, rosa, Decimal(44))


def test_it_says_what_is_too_full_and_gives_its_numbers(client_as, full_week):
    page = client_as(MANAGER).get("/capacity/?weeks=4").get_data(as_text=True)
    assert "Printing is 110 % full in week 48: 44.0 h are asked for, 40.0 h are there." in page
    assert "Week 51" in page
    assert "Week 52" not in page
    assert "<summary>Show the numbers</summary>" in page


@on_sqlite
def test_a_figure_is_sent_once_while_it_stays_the_same(client_as, full_week):
    browser = client_as(OFFICE)
    answer = browser.get("/capacity/weeks.json?weeks=4")
    figure = answer.get_json()
    booked, over = figure["data"][:2]
    assert (booked["name"], booked["y"], booked["meta"]) == (
        "Booked",
        [None, 0, 0, 0],
        {"colour": "--accent"},
    )
    assert (over["name"], over["y"][0], over["meta"]) == (
        "Booked, more than 100 % full",
        44,
        {"colour": "--red"},
    )
    assert figure["layout"]["annotations"][0]["text"].startswith("over by")
    again = browser.get("/capacity/weeks.json?weeks=4", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@on_sqlite
def test_what_is_unknown_is_not_there_and_odd_numbers_of_weeks_are_eight(client_as, full_week):
    browser = client_as(MANAGER)
    assert browser.get("/capacity/months.json").status_code == 404
    assert browser.get("/capacity/?of=stage-nobody").status_code == 404
    for odd in ("5", "x", "-1", "99999999999999999999"):
        assert "Week 2<" in browser.get(f"/capacity/?weeks={odd}").get_data(as_text=True)


@on_sqlite
def test_who_plans_nothing_does_not_enter(client_as, cast):
    assert client_as(BOOKKEEPER).get("/capacity/").status_code == 403
    assert client_as(BOOKKEEPER).get("/capacity/weeks.json").status_code == 403


def test_a_routings_page_says_what_completed_work_took_and_takes_it_over(client_as, session, cast):
    for minutes in (40, 50, 60, 70, 80):
        operation = operation_of(session, accepted_job(session, cast, DecorationMethod.DTF), "PRINTING")
        hours = Decimal(minutes) / 60
        write(session, operation, status="COMPLETED", actual_hours=hours, completed_at=clock.now())
    found = sa.select(Routing).where(Routing.decoration_method == DecorationMethod.DTF)
    routing = session.scalars(found).one()
    page = client_as(OFFICE).get(f"/routings/show/{routing.id}").get_data(as_text=True)
    assert "5 jobs with their hours: minutes per piece 2.5, now 1" in page
    post_form(client_as(MANAGER), f"/routings/{routing.id}/recalibrate")
    session.refresh(routing)
    assert (routing.minutes_per_piece, routing.measured_jobs) == (Decimal("2.5"), 5)
