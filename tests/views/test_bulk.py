"""A verb for many rows: each under its own rules, and a result for each."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from models.core.base import db, new_id
from models.core.roles import ADMIN, ARTIST, BOOKKEEPER, MANAGER, OFFICE
from models.jobs import Job, JobStatus
from models.spoken import SpokenVerb
from tests.browsing import csrf_token
from tests.job_life import job_in
from views.core.pages.bulk import MOST_ROWS
from views.core.screen import SCREENS

from .many_rows import fill_every_table
from .test_every_screen import statements

GRID = "/jobs/list/"


@pytest.fixture
def quotes(session, cast):
    """Three new quotes."""
    jobs = [Job(title=title, customer=cast.acme) for title in ("Caps", "Totes", "Mugs")]
    session.add_all(jobs)
    session.commit()
    return jobs


def speak(browser, verb, rows, **more):
    """Press a button of the grid with these rows ticked."""
    token = csrf_token(browser, GRID)
    ids = [getattr(row, "id", row) for row in rows]
    return browser.post(f"/jobs/bulk/{verb}", data={"csrf_token": token, "back": GRID, "id": ids, **more})


def statuses(session, jobs):
    session.expire_all()
    return [session.get(Job, job.id).status for job in jobs]


def test_a_verb_is_spoken_to_every_ticked_row(session, client_as, quotes):
    browser = client_as(OFFICE)
    answer = speak(browser, "accept_quote", quotes[:2])
    assert (answer.status_code, answer.location) == (303, GRID)
    assert "Accept quote: done for 2 jobs." in browser.get(GRID).text
    assert statuses(session, quotes) == [JobStatus.APPROVED, JobStatus.APPROVED, JobStatus.QUOTE]
    assert [update.actor for update in session.get(Job, quotes[0].id).status_updates][-1] == "office"


def test_one_refusal_stops_no_other_row(session, client_as, quotes):
    quotes[1].accept_quote()
    session.commit()
    answer = speak(client_as(OFFICE), "accept_quote", quotes)
    assert answer.status_code == 200
    assert "Done for 2 of 3 jobs" in answer.text
    assert f'<a href="/jobs/show/{quotes[1].id}">{quotes[1]}</a><small>{quotes[1]} is approved' in answer.text
    assert set(statuses(session, quotes)) == {JobStatus.APPROVED}


def test_when_every_row_is_refused_nothing_was_changed(session, client_as, quotes):
    answer = speak(client_as(OFFICE), "complete", quotes)
    assert "Nothing was changed" in answer.text
    assert set(statuses(session, quotes)) == {JobStatus.QUOTE}


def test_it_is_told_beforehand_how_many_would_be_refused_and_why(session, client_as, quotes):
    quotes[1].accept_quote()
    session.commit()
    text = speak(client_as(OFFICE), "", quotes).text
    assert "3 jobs" in text
    assert 'formaction="/jobs/bulk/send_quote"' in text
    assert "1 of 3 will be refused" in text
    assert f"{quotes[1]} is approved: to send quote it must be" in text
    assert "/jobs/bulk/complete" not in text


def test_arguments_are_asked_once_for_all(session, client_as, quotes):
    browser = client_as(OFFICE)
    page = speak(browser, "cancel", quotes)
    assert page.status_code == 200
    assert 'name="reason"' in page.text
    assert page.text.count('name="id"') == 3
    assert set(statuses(session, quotes)) == {JobStatus.QUOTE}
    assert speak(browser, "cancel", quotes, asked="yes", reason="The event is off").status_code == 303
    assert set(statuses(session, quotes)) == {JobStatus.CANCELLED}


def test_wrong_arguments_change_no_row(session, client_as, quotes):
    answer = speak(client_as(OFFICE), "cancel", quotes, asked="yes", reason="")
    assert answer.status_code == 422
    assert answer.text.count('name="id"') == 3
    assert set(statuses(session, quotes)) == {JobStatus.QUOTE}


def test_a_row_that_is_gone_is_told_and_the_others_are_done(session, client_as, quotes):
    answer = speak(client_as(OFFICE), "accept_quote", [quotes[0], "01ARZ3NDEKTSV4RRFFQ69G5FAV", "%00", "é"])
    assert "Done for 1 of 4 jobs" in answer.text
    assert answer.text.count("There is no such job, or no longer.") == 3
    assert statuses(session, quotes[:1]) == [JobStatus.APPROVED]


def test_a_row_that_is_ticked_twice_is_spoken_to_once(session, client_as, quotes):
    browser = client_as(OFFICE)
    assert speak(browser, "accept_quote", [quotes[0], quotes[0]]).status_code == 303
    assert "done for 1 job." in browser.get(GRID).text


def test_without_a_tick_nothing_happens(client_as, quotes):
    browser = client_as(OFFICE)
    assert speak(browser, "accept_quote", []).status_code == 303
    assert "tick the rows first" in browser.get(GRID).text
    assert "No row is ticked" in speak(browser, "", []).text


def test_more_rows_than_the_limit_are_refused_at_once(session, client_as, quotes):
    ids = [quotes[0].id, *(f"0{number:025}" for number in range(MOST_ROWS))]
    answer = speak(client_as(OFFICE), "accept_quote", ids)
    assert answer.status_code == 400
    assert "501 rows are ticked" in answer.text
    assert statuses(session, quotes[:1]) == [JobStatus.QUOTE]


@pytest.mark.on_sqlite
@pytest.mark.parametrize(
    ("role", "verb"), [(ARTIST, "accept_quote"), (BOOKKEEPER, "cancel"), (OFFICE, "reopen")]
)
def test_a_verb_of_another_role_is_refused(session, client_as, quotes, role, verb):
    assert speak(client_as(role), verb, quotes).status_code == 403
    assert set(statuses(session, quotes)) == {JobStatus.QUOTE}


@pytest.mark.on_sqlite
@pytest.mark.parametrize("verb", ["expire", "import_as", "lose_readiness", "no_such_verb", "__init__"])
def test_a_verb_of_the_program_itself_is_not_found(client_as, quotes, verb):
    assert speak(client_as(MANAGER), verb, quotes).status_code == 404


def test_without_a_token_no_row_is_changed(session, client_as, quotes):
    browser = client_as(OFFICE)
    for page in ("/jobs/bulk/", "/jobs/bulk/accept_quote"):
        assert browser.post(page, data={"id": [quotes[0].id]}).status_code == 400
    assert statuses(session, quotes[:1]) == [JobStatus.QUOTE]


@pytest.mark.on_sqlite
def test_rows_can_be_ticked_by_whom_a_verb_is_for(client_as, cast):
    customers = "/customers/list/"
    assert f'name="id" value="{cast.acme.id}"' in client_as(OFFICE).get(customers).text
    assert 'name="id"' not in client_as(BOOKKEEPER).get(customers).text


@pytest.mark.on_sqlite
def test_markup_in_a_name_is_shown_as_text(session, client_as, cast):
    job = Job(title='"><script>alert(1)</script>', customer=cast.acme)
    session.add(job)
    session.commit()
    browser = client_as(OFFICE)
    assert "<script>alert(1)" not in browser.get(GRID).text
    assert "<script>alert(1)" not in speak(browser, "complete", [job]).text


CHANGE = {"asked": "yes", "what": "Ten more", "amount": "100", "accepted_by": "Ann"}


def test_a_request_that_is_sent_twice_reaches_no_row_twice(session, client_as, cast):
    browser, once = client_as(OFFICE), new_id()
    first = speak(browser, "change_order", [cast.job], once=once, **CHANGE)
    assert first.status_code == 303
    second = speak(browser, "change_order", [cast.job], once=once, portion="yes", **CHANGE)
    assert "Done before: this was asked twice." in second.text
    session.expire_all()
    assert str(session.get(Job, cast.job.id).quoted_amount) == "550.00"


def test_a_request_that_broke_off_goes_on_with_the_rows_that_are_left(session, client_as, cast):
    browser, once, other = client_as(OFFICE), new_id(), job_in(session, "APPROVED", cast.acme)
    speak(browser, "change_order", [cast.job], once=once, portion="yes", **CHANGE)
    speak(browser, "change_order", [cast.job, other], once=once, portion="yes", **CHANGE)
    session.expire_all()
    assert str(session.get(Job, cast.job.id).quoted_amount) == "550.00"
    assert str(session.get(Job, other.id).quoted_amount) == "100.00"


def test_another_page_or_another_verb_is_another_request(session, client_as, cast):
    browser, once = client_as(OFFICE), new_id()
    for key in (once, new_id()):
        speak(browser, "change_order", [cast.job], once=key, **CHANGE)
    speak(browser, "hold", [cast.job], once=once, asked="yes", reason="Waiting")
    session.expire_all()
    job = session.get(Job, cast.job.id)
    assert (str(job.quoted_amount), job.status) == ("650.00", JobStatus.ON_HOLD)


def test_what_was_refused_is_asked_again_when_it_is_sent_again(session, client_as, quotes):
    browser, once = client_as(OFFICE), new_id()
    quotes[0].accept_quote()
    session.commit()
    assert "Nothing was changed" in speak(browser, "send_quote", quotes[:1], once=once, portion="yes").text
    assert session.scalars(sa.select(SpokenVerb)).all() == []


@pytest.mark.on_sqlite
@pytest.mark.parametrize("once", ["", "short", "o" * 26, "1" * 27, "\0" * 26, "é" * 26])
def test_a_key_that_no_page_gives_protects_nothing_and_breaks_nothing(session, client_as, quotes, once):
    assert speak(client_as(OFFICE), "accept_quote", quotes[:1], once=once).status_code == 303
    assert session.scalars(sa.select(SpokenVerb)).all() == []


@pytest.mark.on_sqlite
def test_every_page_that_speaks_to_many_rows_has_a_key_of_its_own(client_as, quotes):
    browser = client_as(OFFICE)
    pages = [browser.get(GRID).text, speak(browser, "", quotes).text, speak(browser, "cancel", quotes).text]
    keys = [re.search(r'name="once" value="(\w{26})"', page)[1] for page in pages]
    assert len(set(keys)) == 3


@pytest.mark.on_sqlite
def test_a_portion_tells_each_row_even_when_all_were_done(session, client_as, quotes):
    answer = speak(client_as(OFFICE), "accept_quote", quotes, portion="yes")
    assert answer.status_code == 200
    assert answer.text.count('<li class="ok">') == 3


def test_what_can_be_done_with_many_rows_is_foreseen_in_few_statements(session, client_as, cast):
    jobs = [Job(title="Held back by its gates", customer=cast.acme) for _ in range(50)]
    session.add_all(jobs)
    session.commit()
    for job in jobs:
        job.accept_quote()
        job.begin_prep()
    session.commit()
    browser = client_as(MANAGER)
    token = csrf_token(browser, GRID)
    ids = [job.id for job in jobs]
    asked = []
    for number in (10, 50):
        db.session.rollback()
        db.session.expunge_all()
        with statements() as sent:
            answer = browser.post("/jobs/bulk/", data={"csrf_token": token, "id": ids[:number]})
        assert f"{number} of {number} will be refused" not in answer.text
        assert answer.text.count('s-prospect"') >= 3
        asked.append(len(sent))
    assert asked[0] == asked[1] <= 6


@pytest.mark.on_sqlite
def test_no_screen_asks_more_to_foresee_fifty_rows_than_ten(shop, client_as):
    fill_every_table(50)
    owner, wrong = client_as(ADMIN), []
    token = csrf_token(owner, GRID)
    for screen in SCREENS:
        ids = list(map(str, db.session.scalars(sa.select(screen.model.id).limit(50))))
        counts = []
        for number in (10, 50):
            db.session.rollback()
            db.session.expunge_all()
            with statements() as sent:
                answer = owner.post(f"/{screen.table}/bulk/", data={"csrf_token": token, "id": ids[:number]})
            counts.append(len(sent))
            assert answer.status_code == 200
        if len(ids) == 50 and (counts[0] != counts[1] or counts[1] > 6):
            wrong.append((screen.table, counts))
    assert wrong == []
