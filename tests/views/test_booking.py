"""Booking through the door: what programs are told, who may, and what is kept of refusals."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from models.core import clock
from models.core.base import db
from models.core.roles import ARTIST, BOOKKEEPER, MANAGER, OFFICE, PRODUCTION
from models.scheduling import BookingRefusal, ProductionSchedule, RefusalKind
from tests import on_sqlite
from tests.browsing import post_form
from tests.models.scheduling.plan import booked, capacity, misbooked, operation, press, rosa


def a_monday():
    """A Monday to come, which is no holiday: the requests run by the wall's clock."""
    today = clock.shop_day()
    first = today + dt.timedelta(days=7 - today.weekday())
    return next(d for d in (first + dt.timedelta(weeks=w) for w in range(3)) if (d.month, d.day) > (1, 1))


def moved(program, made, **body):
    return program.post(f"/api/v1/production_schedules/{made.id}/move", json=body)


@pytest.fixture
def day():
    return a_monday()


def test_a_program_moves_an_operation_and_is_told_of_it(session, cast, program_as, day):
    printing, machine = operation(cast.job), press(session)
    session.commit()
    program = program_as(OFFICE)
    starts = dt.datetime.combine(day, dt.time(9), clock.shop_zone())
    answer = moved(
        program,
        printing,
        date=day.isoformat(),
        start_time=starts.isoformat(),
        employee_id=rosa(session).id,
        machine_id=machine.id,
        version=printing.version,
    )
    assert answer.status_code == 200, answer.text
    told = answer.get_json()["result"]
    assert (told["status"], told["employee"], told["machine"]) == ("SCHEDULED", "Rosa", "Press 1")
    assert dt.datetime.fromisoformat(told["end_time"]) == starts + dt.timedelta(hours=2)
    stale = moved(program, printing, date=None, version=1)
    assert stale.status_code == 412
    back = moved(program, printing, date=None, version=told["version"])
    assert back.get_json()["result"]["status"] == "BACKLOG"
    assert not misbooked(session)


def test_a_refusal_says_why_by_how_much_and_where_it_fits_and_is_counted(session, cast, program_as, day):
    full, other = operation(cast.job, hours="6.5"), operation(cast.job)
    full.move(day, employee_id=rosa(session).id)
    session.commit()
    answer = moved(program_as(OFFICE), other, date=day.isoformat(), employee_id=rosa(session).id)
    told = answer.get_json()
    assert answer.status_code == 409
    assert "Rosa has 1.5 h left on" in told["message"]
    assert "this needs 2.0 h" in told["message"]
    assert (told["reason"], told["hours_short"]) == ("OVERBOOKED", "0.5000")
    assert told["next_fit"] == (day + dt.timedelta(days=1)).isoformat()
    (kept,) = session.scalars(sa.select(BookingRefusal)).all()
    assert (kept.kind, kept.operation_id, kept.day) == (RefusalKind.OVERBOOKED, other.id, day)
    assert (kept.hours_short, kept.refused_to) == (Decimal("0.5"), "office")
    session.refresh(other)
    assert other.status == "BACKLOG"


@on_sqlite
def test_only_a_manager_books_beyond_what_a_day_holds(session, cast, program_as, day):
    made = operation(cast.job, hours="9")
    session.commit()
    wish = {"date": day.isoformat(), "employee_id": rosa(session).id, "override_reason": "The fair"}
    assert moved(program_as(PRODUCTION), made, **wish).status_code == 403
    assert moved(program_as(MANAGER), made, **wish).status_code == 200
    session.refresh(made)
    assert made.overbooked_because == "The fair"
    assert booked(session, rosa(session), day) == 9


@on_sqlite
@pytest.mark.parametrize(("role", "status"), [(ARTIST, 403), (BOOKKEEPER, 403), (PRODUCTION, 200)])
def test_only_planners_plan(session, cast, program_as, day, role, status):
    made = operation(cast.job)
    session.commit()
    assert (
        moved(program_as(role), made, date=day.isoformat(), employee_id=rosa(session).id).status_code
        == status
    )


@on_sqlite
def test_bad_input_is_refused_with_a_sentence_and_writes_nothing(session, cast, program_as, day):
    made, machine = operation(cast.job), press(session)
    session.commit()
    program, monday, person = program_as(OFFICE), day.isoformat(), rosa(session).id
    path = f"/api/v1/production_schedules/{made.id}"
    wrong = [
        ("move", {"date": "2020-01-06", "employee_id": person}, 409),
        ("move", {"date": "yesterday", "employee_id": person}, 422),
        ("move", {}, 422),
        ("move", {"date": monday}, 422),
        ("move", {"date": monday, "employee_id": machine.id}, 422),
        ("move", {"date": monday, "machine_id": person}, 422),
        ("move", {"date": monday, "employee_id": person, "start_time": "2031-01-01T09:00:00Z"}, 422),
        ("move", {"date": monday, "employee_id": person, "start_time": f"{monday}T09:00:00"}, 422),
        ("move", {"date": monday, "employee_id": person, "start_time": "0001-01-01T00:00:00Z"}, 422),
        ("move", {"date": monday, "employee_id": person, "start_time": "9999-12-31T23:59:59-12:00"}, 422),
        ("move", {"date": "2099-01-05", "employee_id": person}, 409),
        ("move", {"date": "9999-12-31", "employee_id": person}, 422),
        ("move", {"date": "2026-W48-1", "employee_id": person}, 422),
        ("move", {"date": monday, "employee_id": 7}, 422),
        ("move", {"date": monday, "employee_id": person, "unheard": 1}, 422),
        ("resize", {"hours": "0"}, 422),
        ("resize", {"hours": "-1"}, 422),
        ("resize", {"hours": "24.5"}, 422),
        ("resize", {"hours": 1.5}, 422),
        ("resize", {"hours": "NaN"}, 422),
        ("resize", {"hours": "1_0"}, 422),
        ("resize", {"hours": "\u0661"}, 422),
        ("split", {"hours": "2"}, 422),
        ("start", {}, 409),
        ("finish", {"good": -1}, 422),
        ("finish", {}, 409),
        ("unschedule", {}, 409),
    ]
    for verb, body, status in wrong:
        answer = program.post(f"{path}/{verb}", json=body)
        assert (verb, body, answer.status_code) == (verb, body, status), answer.text
        assert status != 422 or isinstance(answer.get_json()["message"], dict), answer.text
    session.refresh(made)
    assert (made.status, made.version) == ("BACKLOG", 1)


def test_the_desk_tells_the_office_of_overbooked_days(session, cast, client_as, day):
    made = operation(cast.job)
    made.move(day, employee_id=rosa(session).id)
    session.flush()
    capacity(session, rosa(session), day).correct(Decimal(1))
    session.commit()
    page = client_as(OFFICE).get("/").text
    assert "Overbooked" in page
    assert "which holds 1.0 h: 1.0 h too much" in page


def test_twenty_programs_book_the_last_hour_and_one_wins(shop, session, cast, program_as, day):
    machine = press(session)
    filling = operation(cast.job, hours="7")
    filling.move(day, employee_id=rosa(session).id, machine_id=machine.id)
    made = [operation(cast.job, hours="1") for _ in range(20)]
    session.commit()
    resources = [{"employee_id": rosa(session).id}, {"machine_id": machine.id}]
    bodies = [{"date": day.isoformat(), **resources[number % 2]} for number in range(20)]
    programs = [program_as(OFFICE)] * 20
    paths = [f"/api/v1/production_schedules/{each.id}/move" for each in made]
    token = programs[0].environ_base["HTTP_AUTHORIZATION"]
    db.session.remove()
    statuses = _at_once(shop, token, list(zip(paths, bodies, strict=True)))
    assert sorted(statuses) == [200, 200] + [409] * 18
    for resource in (rosa(session), session.merge(machine)):
        assert booked(session, resource, day) == 8
    assert not misbooked(session)
    won = sa.select(sa.func.count()).where(ProductionSchedule.status == "SCHEDULED")
    assert session.scalar(won) == 3


def _at_once(shop, token, wishes):
    start, statuses = threading.Barrier(len(wishes)), [0] * len(wishes)

    def ask(number, path, body):
        program = FlaskClient(shop, shop.response_class, use_cookies=False)
        start.wait()
        statuses[number] = program.post(path, json=body, headers={"Authorization": token}).status_code

    threads = [threading.Thread(target=ask, args=(n, *wish)) for n, wish in enumerate(wishes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


@on_sqlite
def test_people_without_a_calendar_move_by_a_form(session, cast, client_as, day):
    made = operation(cast.job)
    session.commit()
    browser, page = client_as(OFFICE), f"/production_schedules/{made.id}/move"
    asks = browser.get(page).text
    assert '<select id="employee_id" name="employee_id"' in asks
    assert 'data-lookup="/api/v1/machines/lookup"' in asks
    wish = {"asked": "yes", "date": day.isoformat(), "employee_id": rosa(session).id, "start_time": ""}
    assert post_form(browser, page, **wish).status_code == 303
    session.refresh(made)
    assert (made.status, made.employee.name, made.start_time) == ("SCHEDULED", "Rosa", None)
    refused = post_form(browser, page, **wish | {"date": "2020-01-06"})
    assert refused.status_code == 409
    assert "that day is over" in refused.text
