"""A verb for many rows: each under its own rules, and a result for each."""

from __future__ import annotations

import pytest

from models.core.roles import ARTIST, BOOKKEEPER, MANAGER, OFFICE
from models.jobs import Job, JobStatus
from tests.browsing import csrf_token
from views.core.pages.bulk import MOST_ROWS

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
def test_rows_can_be_ticked_by_whom_a_verb_is_for(client_as, quotes):
    assert f'name="id" value="{quotes[0].id}"' in client_as(OFFICE).get(GRID).text
    assert 'name="id"' not in client_as(BOOKKEEPER).get(GRID).text


@pytest.mark.on_sqlite
def test_markup_in_a_name_is_shown_as_text(session, client_as, cast):
    job = Job(title='"><script>alert(1)</script>', customer=cast.acme)
    session.add(job)
    session.commit()
    browser = client_as(OFFICE)
    assert "<script>alert(1)" not in browser.get(GRID).text
    assert "<script>alert(1)" not in speak(browser, "complete", [job]).text
