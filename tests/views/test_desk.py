"""The work desk: each role sees what waits for it, counted beside the menu, one press from where it is done."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import sqlalchemy as sa

from models.core import clock
from models.core.base import db
from models.core.roles import ADMIN, ARTIST, BOOKKEEPER, MANAGER, OFFICE, PRODUCTION
from models.jobs import Job, JobStatus
from models.jobs.waiting import days_late, move_on
from models.notifications import StaffNotification, claim, give_up, queue_mail, tell_staff
from tests import on_sqlite
from tests.browsing import csrf_token
from tests.job_life import job_in
from views.core.desk import SECTIONS, ago

from .amounts import NUMBERS, price
from .test_every_screen import asked

EMPTY = "Nothing waits for you."


def due(session, job, days):
    job.due_on = clock.shop_day() + dt.timedelta(days=days)
    session.commit()
    return job


def blocked_job(session, customer, title="Caps"):
    job = Job(title=title, customer=customer)
    session.add(job)
    session.commit()
    job.accept_quote()
    session.commit()
    return job


def dead_mail(session, job):
    mail = queue_mail(session, "status_changed", "ann@acme.example", {}, "dead", job_id=job.id)
    session.commit()
    held = next(each for each in claim(session, "worker", 50) if each.id == mail.id)
    give_up(session, held, "worker", "The mailbox is full.")
    session.commit()
    for told in session.scalars(sa.select(StaffNotification)):
        told.mark_read()
    session.commit()
    return mail


def section(browser, name, page="/"):
    """The text of a section of the desk; empty when it is not there."""
    found = re.search(rf'<section class="card" id="{name}".*?</section>', browser.get(page).text, re.DOTALL)
    return found.group() if found else ""


def counts(browser):
    answer = browser.get("/desk/counts.json")
    assert answer.headers["Cache-Control"] == "no-store"
    return {each["href"]: (each["count"], each["urgent"]) for each in answer.get_json()["badges"]}


def test_an_empty_desk_says_so(client_as):
    assert EMPTY in client_as(OFFICE).get("/").text
    assert counts(client_as(OFFICE)) == {}


def test_a_late_job_stands_first_with_the_verb_that_brings_it_on(session, client_as, cast):
    due(session, cast.job, -2)
    text = section(client_as(PRODUCTION), "late")
    assert "J-1001 Staff tees" in text
    assert "2 d late" in text
    assert f'formaction="/jobs/{cast.job.id}/send_to_quality_check"' in text
    assert counts(client_as(PRODUCTION)) == {"/": (1, True), "/jobs/list/": (1, True)}


def test_the_verb_of_a_row_is_spoken_and_leads_back_to_the_desk(session, client_as, cast):
    due(session, cast.job, -2)
    browser = client_as(PRODUCTION)
    data = {"csrf_token": csrf_token(browser, "/"), "back": "/"}
    answer = browser.post(f"/jobs/{cast.job.id}/send_to_quality_check", data=data)
    assert answer.location == "/"
    session.expire_all()
    assert cast.job.status == JobStatus.QUALITY_CHECK


def test_who_may_not_speak_the_verb_is_led_to_the_job(session, client_as, cast):
    due(session, cast.job, -2)
    text = section(client_as(ARTIST), "late")
    assert "send_to_quality_check" not in text
    assert f'href="/jobs/show/{cast.job.id}">Open' in text


def test_a_job_due_today_is_not_late_and_its_count_is_grey(session, client_as, cast):
    due(session, cast.job, 0)
    browser = client_as(OFFICE)
    assert "Today" in section(browser, "due_today")
    assert not section(browser, "late")
    assert counts(browser)["/jobs/list/"] == (1, False)


@pytest.mark.parametrize("state", ["QUOTE", "ON_HOLD", "SHIPPED", "COMPLETED", "CANCELLED"])
def test_what_is_not_promised_or_has_left_is_never_late(session, client_as, cast, state):
    due(session, job_in(session, state, cast.rival), -2)
    assert not section(client_as(MANAGER), "late")


def test_a_blocked_job_says_which_gate_why_and_for_how_long(session, client_as, cast):
    with clock.told_time(clock.now() - dt.timedelta(days=3)):
        job = blocked_job(session, cast.rival)
    text = section(client_as(OFFICE), "blocked")
    assert "Art: The art is not approved yet" in text
    assert "Blanks: The blanks are not checked in yet" in text
    assert '<span class="age">3 d</span>' in text
    art = next(gate for gate in job.gates if gate.gate == "art")
    assert f'formaction="/job_gates/{art.id}/mark_passed"' in text


def test_each_role_is_shown_the_gates_that_it_may_pass(session, client_as, cast):
    job = blocked_job(session, cast.rival)
    gates = {gate.gate: gate.id for gate in job.gates}
    assert gates["art"] in section(client_as(ARTIST), "blocked")
    assert gates["blanks"] in section(client_as(PRODUCTION), "blocked")
    assert not section(client_as(BOOKKEEPER), "blocked")
    next(gate for gate in job.gates if gate.gate == "art").mark_passed()
    session.commit()
    assert not section(client_as(ARTIST), "blocked")
    assert section(client_as(PRODUCTION), "blocked")


def test_a_late_job_that_a_gate_holds_back_offers_no_verb_that_would_be_refused(session, client_as, cast):
    job = due(session, blocked_job(session, cast.rival), -1)
    job.begin_prep()
    session.commit()
    text = section(client_as(OFFICE), "late")
    assert "mark_ready" not in text
    assert "Art: The art is not approved yet" in text


def test_a_dead_mail_can_be_sent_anew_from_the_desk(session, client_as, cast):
    mail = dead_mail(session, cast.job)
    text = section(client_as(OFFICE), "dead_mail")
    assert "ann@acme.example" in text
    assert f'formaction="/notification_queue/{mail.id}/retry"' in text
    assert counts(client_as(OFFICE))["/notification_queue/list/"] == (1, True)
    assert not section(client_as(PRODUCTION), "dead_mail")


def test_what_was_told_and_not_read_stands_on_the_own_desk_alone(session, client_as):
    tell_staff(session, {OFFICE}, "Acme wants to know more", "//evil.example")
    session.commit()
    text = section(client_as(OFFICE), "unread_notification")
    assert "Acme wants to know more" in text
    assert "evil.example" not in text
    assert "Mark read" in text
    assert EMPTY in client_as(ARTIST).get("/").text


def test_a_quote_that_waits_for_its_customer_says_since_when_and_until_when(session, client_as, cast):
    job = Job(title="Caps", customer=cast.rival, quoted_amount="1837.50")
    session.add(job)
    session.commit()
    with clock.told_time(clock.now() - dt.timedelta(days=6, hours=1)):
        job.send_quote()
        session.commit()
    text = section(client_as(OFFICE), "waiting_on_customers")
    assert "Sent 6 d ago" in text
    assert "$1,837.50" in text
    assert "until" in text
    assert not section(client_as(PRODUCTION), "waiting_on_customers")
    assert counts(client_as(OFFICE)) == {}


def many(session, customer, number):
    for place in range(number):
        job = blocked_job(session, customer, f"Caps {place}")
        job.due_on = clock.shop_day() - dt.timedelta(days=1 + place % 5)
    session.commit()


@on_sqlite
def test_the_desk_asks_the_same_however_much_waits(session, client_as, cast):
    browser, taken = client_as(ADMIN), []
    for more in (2, 30):
        many(session, cast.rival, more)
        answer, sent = asked(browser, "/")
        assert answer.status_code == 200
        taken.append(len(sent))
    assert taken[0] == taken[1]
    # who is at the door, all counts at once, and for each of two sections its rows and their gates
    assert taken[1] <= 2 + 2 * 2


@on_sqlite
def test_the_counts_are_one_statement_besides_who_asks(session, client_as, cast):
    many(session, cast.rival, 3)
    answer, sent = asked(client_as(ADMIN), "/desk/counts.json")
    assert answer.status_code == 200
    assert len(sent) <= 2


def test_a_long_section_shows_its_first_rows_and_leads_to_all(session, client_as, cast):
    many(session, cast.rival, 11)
    browser = client_as(OFFICE)
    text = section(browser, "late")
    assert text.count('class="s-item') == 8
    assert 'href="/desk/late/"' in text
    whole = browser.get("/desk/late/").text
    assert whole.count('class="s-item') == 11
    assert 'name="back" value="/desk/late/"' in whole
    assert "There is no such page" in browser.get("/desk/late/?page=7").text
    assert browser.get("/desk/late/?page=x").status_code == 400


@on_sqlite
def test_the_page_of_a_section_is_closed_like_the_section(client_as):
    assert client_as("anonymous").get("/desk/late/").status_code == 302
    assert client_as("anonymous").get("/desk/counts.json").status_code == 401
    assert client_as(PRODUCTION).get("/desk/dead_mail/").status_code == 403
    assert client_as(OFFICE).get("/desk/nothing/").status_code == 404
    assert "Nothing is left here" in client_as(OFFICE).get("/desk/dead_mail/").text


@on_sqlite
@pytest.mark.parametrize("role", [ADMIN, MANAGER, OFFICE, ARTIST, PRODUCTION, BOOKKEEPER])
def test_every_section_opens_exactly_for_whom_it_is_meant(session, client_as, cast, role):
    due(session, cast.job, -1)
    dead_mail(session, cast.job)
    blocked_job(session, cast.rival)
    browser = client_as(role)
    pages = {name: browser.get(f"/desk/{name}/").status_code for name in SECTIONS}
    assert set(pages.values()) <= {200, 403}
    home = browser.get("/").text
    for name, status in pages.items():
        assert status == 200 or f'id="{name}"' not in home


@on_sqlite
def test_no_price_stands_on_the_desk_of_the_shop_floor(session, client_as, cast):
    price(cast.job)
    due(session, cast.job, -1)
    for role in (PRODUCTION, ARTIST):
        text = client_as(role).get("/").text
        assert not any(number in text for number in NUMBERS)


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        ("APPROVED", "begin_prep"),
        ("PREP", "mark_ready"),
        ("READY", "start_production"),
        ("IN_PRODUCTION", "send_to_quality_check"),
        ("QUALITY_CHECK", "pack"),
        ("PACKED", "ready_for_pickup"),
        ("READY_FOR_PICKUP", "complete"),
        ("QUOTE", None),
        ("ON_HOLD", None),
        ("COMPLETED", None),
    ],
)
@on_sqlite
def test_each_promised_job_has_a_verb_that_moves_it_on(session, cast, state, verb):
    found = move_on(job_in(session, state, cast.rival))
    assert (found.name if found else None) == verb


@on_sqlite
def test_days_late_are_shop_days(session, cast):
    assert days_late(cast.job) == 0
    assert days_late(due(session, cast.job, -3)) == 3
    db.session.rollback()


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(5, "now"), (61, "1 min"), (3599, "59 min"), (3600, "1 h"), (86_399, "23 h"), (86_400, "1 d")],
)
def test_an_age_is_cut_off_to_its_largest_unit(seconds, told):
    assert ago(clock.now() - dt.timedelta(seconds=seconds, milliseconds=50)) == told
