"""The calendar's JSON, its page and its sheet of a day."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest
import sqlalchemy as sa

from models.core.base import db
from models.core.roles import BOOKKEEPER, MANAGER, PRODUCTION
from tests import on_sqlite
from tests.plan import planned_week

URL = "/api/v1/calendar/"


@pytest.fixture
def plan(session):
    """Next week's plan."""
    return planned_week(session)


def asked(browser, plan, **changes):
    """The calendar of the plan's week."""
    days = {"start": plan.monday.isoformat(), "end": (plan.monday + dt.timedelta(days=6)).isoformat()}
    return browser.get(URL, query_string=days | changes)


def named(rows, **wanted):
    """The one of `rows` that has these values."""
    (found,) = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
    return found


def test_it_tells_lanes_days_hours_operations_and_the_backlog(client_as, plan):
    told = asked(client_as(PRODUCTION), plan).get_json()
    tuesday, rosa = (plan.monday + dt.timedelta(days=1)).isoformat(), plan.people["Rosa"].id
    assert [lane["name"] for lane in told["lanes"]] == sorted(plan.people)
    assert named(told["lanes"], id=rosa)["subtitle"] == "Material prep, Printing"
    assert [day["open"] for day in told["days"]] == [True, True, True, False, True, False, False]
    assert told["days"][3]["name"] == "Founders' day"
    assert named(told["load"], lane=rosa, date=tuesday) == {
        "lane": rosa, "date": tuesday, "booked": "6.5000", "total": "8.0000", "left": "1.5000",
    }  # fmt: skip
    first = named(told["operations"], id=plan.operations[0])
    assert (first["job_title"], first["customer"], first["stage_key"]) == ("Reunion tees", "Acme", "PRINTING")
    assert (first["date"], first["hours"], first["version"]) == (plan.monday.isoformat(), "3.5000", 1)
    assert (told["backlog"]["count"], Decimal(told["backlog"]["hours"])) == (4, Decimal(9))
    assert {each["id"] for each in told["backlog"]["operations"]} == set(plan.waiting)


def test_flags_say_why(client_as, plan):
    told = asked(client_as(MANAGER), plan).get_json()["operations"]
    tuesday = (plan.monday + dt.timedelta(days=1)).isoformat()
    late = [each for each in told if each["job_title"] == "Reunion tees" and each["date"] >= tuesday]
    assert late
    assert all(each["late"].startswith("Planned after ") for each in late)
    blocked = [each["blocked"] for each in told if each["job_title"] == "Taproom hoodies"]
    assert set(blocked) == {"Art: The art is not approved yet; Blanks: The blanks are not checked in yet"}
    assert {each["job_title"] for each in told if each["rush"]} == {"Grand opening"}


def test_work_before_production_does_not_wait_for_gates(client_as, plan, session):
    hoodies = plan.jobs[1].id
    session.connection().execute(
        sa.text("UPDATE production_schedules SET stage_id = :stage WHERE job_id = :job"),
        {"stage": plan.stages["DESIGN_CREATION"].id, "job": hoodies},
    )
    told = asked(client_as(MANAGER), plan).get_json()
    assert not [each for each in told["operations"] if each["job_id"] == hoodies and each["blocked"]]


def test_machines_and_stages_are_lanes_too(client_as, plan):
    office = client_as(MANAGER)
    machines = asked(office, plan, resources="machines").get_json()
    assert [lane["name"] for lane in machines["lanes"]] == ["Automatic press"]
    stages = asked(office, plan, resources="stages").get_json()
    assert [lane["key"] for lane in stages["lanes"]][3] == "PRINTING"
    printing = named(stages["load"], lane=plan.stages["PRINTING"].id, date=plan.monday.isoformat())
    assert (printing["booked"], printing["total"], printing["left"]) == ("18.5000", "24.0000", "2.5000")


def test_a_stage_for_which_nobody_declared_a_skill_has_everybodys_hours(client_as, plan, session):
    shipping = plan.stages["SHIPPING"].id
    told = asked(client_as(MANAGER), plan, resources="stages").get_json()
    assert named(told["stages"], id=shipping)["is_open_to_all"]
    on_monday = named(told["load"], lane=shipping, date=plan.monday.isoformat())
    assert Decimal(on_monday["total"]) == 8 * len(plan.people)


@pytest.mark.parametrize("lanes", ["employees", "machines", "stages"])
def test_it_asks_at_most_four_statements_with_the_sign_in(client_as, plan, statements, lanes):
    browser = client_as(MANAGER)
    with statements() as made:
        assert asked(browser, plan, resources=lanes).status_code == 200
    assert len(made) <= 4


@pytest.fixture
def statements(shop):
    """A function that counts the statements inside its block."""
    from contextlib import contextmanager

    @contextmanager
    def counting():
        made = []

        def note(_connection, _cursor, statement, *_rest):
            if statement.lstrip().upper().startswith(("SELECT", "WITH", "INSERT", "UPDATE")):
                made.append(statement)

        sa.event.listen(db.engine, "before_cursor_execute", note)
        yield made
        sa.event.remove(db.engine, "before_cursor_execute", note)

    return counting


@on_sqlite
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"start": "", "end": "2026-11-29"}, "start"),
        ({"start": "2026-11-31"}, "start"),
        ({"end": "tomorrow"}, "end"),
        ({"end": "0001-01-01"}, "end"),
        ({"end": "9999-12-31"}, "end"),
        ({"resources": "rooms"}, "resources"),
    ],
)
def test_bad_input_is_refused_by_field(client_as, plan, wrong, field):
    answer = asked(client_as(MANAGER), plan, **wrong)
    assert answer.status_code == 422
    assert list(answer.get_json()["message"]) == [field]


@on_sqlite
def test_who_has_the_present_version_is_answered_304(client_as, plan, session):
    browser = client_as(MANAGER)
    tag = asked(browser, plan).headers["ETag"]
    days = {"start": plan.monday.isoformat(), "end": (plan.monday + dt.timedelta(days=6)).isoformat()}
    assert browser.get(URL, query_string=days, headers={"If-None-Match": tag}).status_code == 304
    plan.jobs[0].title = "Reunion hoodies"
    session.commit()
    assert browser.get(URL, query_string=days, headers={"If-None-Match": tag}).status_code == 200


@on_sqlite
def test_only_who_may_list_operations_sees_it(client_as, plan):
    assert asked(client_as(BOOKKEEPER), plan).status_code == 403
    assert client_as(BOOKKEEPER).get("/calendar/").status_code == 403
    assert asked(client_as("anonymous"), plan).status_code == 401
    assert "Calendar" not in client_as(BOOKKEEPER).get("/").text


@on_sqlite
@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("?date=2026-11-24", "23 – 29 November"),
        ("?date=2026-12-01", "30 November – 6 December"),
        ("?date=2026-11-24&view=day", "Tuesday 24 November"),
        ("?date=2028-02-29&view=month", "February 2028"),
        ("?date=2028-13-01&view=year&lanes=rooms&only=x", "November"),
    ],
)
def test_the_address_says_what_is_shown(client_as, session, query, title):
    from models.core import clock

    with clock.told_time(dt.datetime(2026, 11, 20, 18, tzinfo=dt.UTC)):
        page = client_as(PRODUCTION).get(f"/calendar/{query}")
    assert page.status_code == 200
    assert title in page.text


@on_sqlite
@pytest.mark.parametrize(
    ("view", "title"),
    [("week", "23 – 29 November"), ("day", "Monday 23 November"), ("month", "November 2026")],
)
def test_on_a_sunday_it_opens_where_there_is_work(client_as, session, view, title):
    from models.core import clock

    with clock.told_time(dt.datetime(2026, 11, 22, 18, tzinfo=dt.UTC)):
        assert title in client_as(PRODUCTION).get(f"/calendar/?view={view}").text


@on_sqlite
def test_the_page_carries_what_it_shows_and_no_markup_of_it(client_as, plan, session):
    plan.jobs[0].title = "</script><b>Reunion"
    session.commit()
    page = client_as(MANAGER).get(f"/calendar/?date={plan.monday}").text
    assert "<b>Reunion" not in page
    data = page.partition('id="k-data">')[2].partition("</script>")[0]
    assert "</script><b>Reunion" in {each["job_title"] for each in json.loads(data)["operations"]}


@on_sqlite
def test_the_sheet_of_a_day_lists_everybodys_work_in_order(client_as, plan):
    page = client_as(PRODUCTION).get(f"/calendar/day/{plan.monday}/print").text
    rosa = page.partition("Rosa <span")[2]
    assert "3.5" in rosa.partition("4.5")[0]
    assert "8.0 of 8.0 h" in page
    assert "Tomasz" not in page
    empty = client_as(PRODUCTION).get(f"/calendar/day/{plan.monday + dt.timedelta(days=3)}/print").text
    assert "Nothing is planned for this day" in empty
    for day in ("2026-02-30", "2026-W01", "0001-01-01", "9999-12-31", "20261124"):
        assert client_as(PRODUCTION).get(f"/calendar/day/{day}/print").status_code == 404
    assert client_as(PRODUCTION).get(f"/calendar/day/{plan.monday}").status_code == 302
