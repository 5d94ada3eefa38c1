"""The page of a week: hours by job and day, what is to be looked at, and costs for whom they are meant."""

import re

import pytest
import sqlalchemy as sa

from models.core import clock
from models.core.roles import ADMIN, BOOKKEEPER, MANAGER, PRODUCTION
from models.timekeeping import TimeEntry, Timesheet, clock_in
from tests.browsing import csrf_token
from tests.models.timekeeping.floor import at, rosa_of, work

pytestmark = pytest.mark.on_sqlite


@pytest.fixture
def sheet(session, cast):
    """Rosa's week of 16 February: two and a half hours on the job, half an hour besides, one forgotten; its id."""
    rosa, operation = rosa_of(session), work(session, cast.job)
    with clock.told_time(at("22:30", day=20, month=2)):
        for day, start, end, on in (
            (17, "9:00", "10:30", operation.id),
            (18, "9:00", "10:00", operation.id),
            (18, "10:00", "10:30", None),
        ):
            entry = TimeEntry(
                employee_id=rosa.id, operation_id=on, activity="Setting up" if not on else "Printing"
            )
            entry.start_time, entry.end_time = at(start, day=day, month=2), at(end, day=day, month=2)
            session.add(entry)
            session.flush()
        clock_in(session, rosa, at=at("22:00", day=20, month=2), activity="Printing")
        session.commit()
    with clock.told_time(at("0:01", day=21, month=2)):
        session.scalars(sa.select(TimeEntry).where(TimeEntry.end_time.is_(None))).one().cap()
        session.commit()
    return session.scalars(sa.select(Timesheet.id)).one()


def rows_of(page):
    table = re.search(r"<tbody>(.*?)</tfoot>", page, re.DOTALL)[1]
    plain = re.sub(r"<[^>]+>", "|", table)
    return [
        [cell for cell in re.split(r"\|+", line) if cell.strip()]
        for line in plain.split("\n")
        if line.strip("| ")
    ]


def test_a_week_shows_hours_by_job_and_day_and_its_cost_to_managers(client_as, sheet):
    page = client_as(MANAGER).get(f"/timesheets/show/{sheet}").text
    staff_tees, printing, setting_up, total = rows_of(page)
    days = ["–", "1.50", "1.00", "–", "–", "–", "–"]
    assert [staff_tees[0], *staff_tees[2:]] == ["Staff tees", *days, "$60.00", "2.50"]
    assert (printing[0], printing[-2:], setting_up[-2:]) == (
        "Printing",
        ["$48.00", "2.00"],
        ["$12.00", "0.50"],
    )
    assert total == ["All", "–", "1.50", "1.50", "–", "2.00", "–", "–", "$120.00", "5.00"]
    assert "was forgotten, and ended by the clock at midnight" in page


def test_a_manager_looks_through_the_week_of_everybody_and_approves_it_there(client_as, session, sheet):
    manager, address = client_as(MANAGER), "/timesheets/week?week=2026-02-18"
    page = manager.get(address).text
    assert "1 timesheet: 1 not submitted yet." in page
    rosa = next(row for row in rows_of(page) if row[0] == "Rosa")
    assert [cell.strip() for cell in rosa[1:]][:9] == [
        "1 to be looked at",
        *("–", "1.50", "1.50", "–", "2.00", "–", "–"),
        "5.00",
    ]
    assert "Approve the week of" not in client_as(PRODUCTION).get(address).text
    form = {"csrf_token": csrf_token(manager, address), "back": "/timesheets/week?week=2026-02-16"}
    answer = manager.post(f"/timesheets/{sheet}/approve", data=form)
    assert answer.headers["Location"] == form["back"]
    assert "Rosa, week of 16 Feb 2026 is now approved" in manager.get(form["back"]).text
    assert (
        manager.get("/timesheets/week?week=x").status_code,
        manager.get("/timesheets/week").status_code,
    ) == (
        400,
        200,
    )


def test_printers_see_hours_without_money(client_as, sheet):
    page = client_as(PRODUCTION).get(f"/timesheets/show/{sheet}").text
    assert "$" not in re.search(r"<main.*</main>", page, re.DOTALL)[0]
    assert rows_of(page)[-1][-1] == "5.00"


def test_the_entries_of_the_week_are_exported(client_as, sheet):
    browser = client_as(BOOKKEEPER)
    link = re.search(r'href="(/time_entries/list/[^"]+)"', browser.get(f"/timesheets/show/{sheet}").text)[1]
    link = link.replace("&amp;", "&").replace("/list/", "/export.csv")
    assert len(browser.get(link).text.strip().splitlines()) == 1 + 4


def test_a_locked_week_is_refused_at_every_door_with_its_sentence(client_as, program_as, session, sheet):
    owner, program = client_as(ADMIN), program_as(MANAGER)
    entry = session.scalars(sa.select(TimeEntry.id)).first()
    session.rollback()
    token = {"csrf_token": csrf_token(owner, f"/timesheets/show/{sheet}")}
    assert owner.post(f"/timesheets/{sheet}/approve", data=token).status_code in (302, 303)
    doors = [
        owner.post(f"/time_entries/delete/{entry}", data=token),
        owner.post(
            "/raw/time_entries/delete/", data={"id": entry, "sure": "y"} | token, follow_redirects=True
        ),
        program.delete(f"/api/v1/time_entries/{entry}"),
        program.put(f"/api/v1/time_entries/{entry}", json={"description": "More", "version": 1}),
    ]
    assert [each.status_code for each in doors] == [409, 200, 409, 409]
    told = [each.text if each.mimetype == "text/html" else each.get_json()["message"] for each in doors]
    assert ["The week of 16 Feb 2026 is locked for Rosa" in each for each in told] == [True] * 4
    assert session.get(TimeEntry, entry) is not None
