"""Verbs as people meet them: buttons, pages that ask, and sentences that refuse."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import sqlalchemy as sa

from models.core.roles import ARTIST, MANAGER, OFFICE, PRODUCTION
from models.gates import JobGate
from models.jobs import Job, JobStatus, JobStatusUpdate
from tests.browsing import csrf_token, post_form


@pytest.fixture
def quote(session, cast):
    """A new job of Acme's, a quote."""
    job = Job(title="Caps", customer=cast.acme)
    session.add(job)
    session.commit()
    return job


def status_of(session, job):
    session.expire_all()
    return session.get(Job, job.id).status


def test_a_verb_that_needs_nothing_is_a_button_that_does_it(session, client_as, quote):
    browser = client_as(OFFICE)
    page = f"/jobs/show/{quote.id}"
    assert f'action="/jobs/{quote.id}/accept_quote"' in browser.get(page).text
    answer = browser.post(f"/jobs/{quote.id}/accept_quote", data={"csrf_token": csrf_token(browser, page)})
    assert answer.status_code == 303
    assert answer.location == page
    assert "is now approved" in browser.get(page).text
    assert status_of(session, quote) == JobStatus.APPROVED


def test_a_button_leaves_the_message_to_its_default(session, client_as, quote):
    post_form(client_as(OFFICE), f"/jobs/{quote.id}/accept_quote")
    moved = session.scalars(sa.select(JobStatusUpdate).where(JobStatusUpdate.job_id == quote.id)).one()
    assert moved.is_customer_visible


def test_a_page_that_asked_takes_an_empty_switch_for_no(session, client_as, quote):
    post_form(client_as(OFFICE), f"/jobs/{quote.id}/accept_quote", asked="yes", message="Thank you")
    moved = session.scalars(sa.select(JobStatusUpdate).where(JobStatusUpdate.job_id == quote.id)).one()
    assert not moved.is_customer_visible
    assert moved.message == "Thank you"


def test_a_blocked_gate_refuses_and_says_which(session, client_as, quote):
    quote.accept_quote()
    quote.begin_prep()
    session.commit()
    answer = post_form(client_as(OFFICE), f"/jobs/{quote.id}/mark_ready")
    assert answer.status_code == 409
    assert "the blanks gate is BLOCKED" in answer.text
    assert status_of(session, quote) == JobStatus.PREP


def test_an_illegal_verb_says_why_on_the_page_and_when_it_is_tried(session, client_as, quote):
    browser = client_as(OFFICE)
    assert "to complete it must be ready for pickup, shipped" in browser.get(f"/jobs/show/{quote.id}").text
    answer = post_form(browser, f"/jobs/{quote.id}/complete")
    assert answer.status_code == 409
    assert "to complete it must be ready for pickup, shipped" in answer.text
    assert status_of(session, quote) == JobStatus.QUOTE


def test_a_verb_that_needs_something_asks_for_it(client_as, quote):
    text = client_as(OFFICE).get(f"/jobs/{quote.id}/change_order").text
    for name in ("what", "amount", "accepted_by"):
        assert f'name="{name}"' in text


def test_every_missing_or_wrong_argument_is_told_beside_its_field(session, client_as, cast):
    page = f"/jobs/{cast.job.id}/change_order"
    answer = post_form(client_as(OFFICE), page, asked="yes", what="", amount="a lot", accepted_by="x" * 501)
    assert answer.status_code == 422
    assert answer.text.count("has-error") == 3
    assert 'value="a lot"' in answer.text


@pytest.mark.on_sqlite
def test_arguments_have_their_units_and_help_beside_them(client_as, cast):
    text = client_as(OFFICE).get(f"/jobs/{cast.job.id}/change_order").text
    assert re.search(r'input-group-text">\$</span>\s*<input[^>]*id="amount"', text)
    assert "Less than nothing takes away." in text


@pytest.mark.on_sqlite
def test_text_that_cannot_be_kept_hides_no_other_mistake(client_as, cast):
    page = f"/jobs/{cast.job.id}/change_order"
    answer = post_form(client_as(OFFICE), page, asked="yes", what="nul \0", amount="a lot", accepted_by="")
    assert answer.status_code == 422
    assert answer.text.count("has-error") == 3


@pytest.mark.on_sqlite
@pytest.mark.parametrize("amount", ["1" * 30, "NaN", "1.005", "1e99", "∞"])
def test_an_absurd_amount_is_refused(session, client_as, cast, amount):
    page = f"/jobs/{cast.job.id}/change_order"
    answer = post_form(client_as(OFFICE), page, asked="yes", what="More", amount=amount, accepted_by="Ann")
    assert answer.status_code == 422
    session.expire_all()
    assert str(cast.job.quoted_amount) == "450.00"


def test_text_that_cannot_be_kept_is_refused(session, client_as, cast):
    answer = post_form(client_as(OFFICE), f"/jobs/{cast.job.id}/hold", asked="yes", reason="nul \0 byte")
    assert answer.status_code == 422
    assert "characters that cannot be kept" in answer.text


def test_dates_are_arguments_too(session, client_as, quote):
    gate = next(gate for gate in quote.gates if gate.gate == "deposit")
    page = f"/job_gates/{gate.id}/block"
    answer = post_form(client_as(OFFICE), page, asked="yes", reason="Ask for 50 %", expected_on="2026-11-24")
    assert answer.status_code == 303
    session.expire_all()
    assert session.get(JobGate, gate.id).expected_on == dt.date(2026, 11, 24)


def test_a_gate_that_is_for_others_to_decide_is_refused_in_words(session, client_as, quote):
    art = next(gate for gate in quote.gates if gate.gate == "art")
    answer = post_form(client_as(PRODUCTION), f"/job_gates/{art.id}/mark_passed")
    assert answer.status_code == 403
    assert "The art gate is for" in answer.text


@pytest.mark.on_sqlite
@pytest.mark.parametrize(
    ("role", "verb"), [(ARTIST, "accept_quote"), (PRODUCTION, "send_quote"), (OFFICE, "reopen")]
)
def test_a_verb_of_another_role_is_no_button_and_no_page(client_as, quote, role, verb):
    browser = client_as(role)
    assert f"/{verb}" not in browser.get(f"/jobs/show/{quote.id}").text
    assert browser.get(f"/jobs/{quote.id}/{verb}").status_code == 403


def test_a_verb_of_the_program_itself_has_no_page(client_as, quote):
    browser = client_as(MANAGER)
    for verb in ("import_as", "expire", "lose_readiness", "no_such_verb", "__init__", "query"):
        assert browser.get(f"/jobs/{quote.id}/{verb}").status_code == 404


@pytest.mark.parametrize("identity", ["nope", "0" * 26, "%00", "..%2f..", "é"])
def test_a_verb_of_an_unknown_row_is_not_found(client_as, shop, identity):
    assert client_as(MANAGER).get(f"/jobs/{identity}/hold").status_code == 404


def test_a_verb_by_get_changes_nothing(session, client_as, quote):
    assert client_as(OFFICE).get(f"/jobs/{quote.id}/accept_quote").status_code == 200
    assert status_of(session, quote) == JobStatus.QUOTE


def test_a_verb_without_a_token_changes_nothing(session, client_as, quote):
    answer = client_as(OFFICE).post(f"/jobs/{quote.id}/accept_quote")
    assert answer.status_code == 400
    assert status_of(session, quote) == JobStatus.QUOTE


def test_history_names_who_spoke(session, client_as, quote):
    post_form(client_as(OFFICE), f"/jobs/{quote.id}/accept_quote")
    moved = session.scalars(sa.select(JobStatusUpdate).where(JobStatusUpdate.job_id == quote.id)).one()
    assert moved.actor == "office"


def test_the_menu_of_a_row_offers_the_verbs_that_are_legal(client_as, quote):
    browser = client_as(OFFICE)
    assert f'data-menu="/jobs/deeds/{quote.id}?back=/jobs/list/"' in browser.get("/jobs/list/").text
    menu = browser.get(f"/jobs/deeds/{quote.id}").text
    assert f'formaction="/jobs/{quote.id}/accept_quote"' in menu
    assert f'formaction="/jobs/{quote.id}/complete"' not in menu


def test_a_menu_of_no_row_is_not_found(client_as):
    assert client_as(OFFICE).get("/jobs/deeds/01ARZ3NDEKTSV4RRFFQ69G5FAV").status_code == 404


def test_a_grid_of_few_verbs_offers_them_at_once(client_as, cast):
    gate = cast.job.gates[0]
    text = client_as(OFFICE).get("/job_gates/list/").text
    assert f"/job_gates/{gate.id}/" in text
    assert "data-menu" not in text


def test_a_verb_from_the_grid_returns_to_the_grid(client_as, quote):
    browser = client_as(OFFICE)
    token = csrf_token(browser, "/jobs/list/?_flt_2_title=Caps")
    data = {"csrf_token": token, "back": "/jobs/list/?_flt_2_title=Caps"}
    answer = browser.post(f"/jobs/{quote.id}/accept_quote", data=data)
    assert answer.location == "/jobs/list/?_flt_2_title=Caps"
