"""What people type into forms, and what they are told when it does not fit."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from models.core.base import Base
from models.core.roles import MANAGER, OFFICE
from models.customers import Customer
from models.jobs import Job, JobItem
from models.settings import Setting
from tests.browsing import csrf_token, post_form
from views.core.pages.columns import writable


def test_office_adds_a_job_that_gets_the_next_number(session, client_as, cast):
    answer = post_form(
        client_as(OFFICE), "/jobs/add", title="Caps", customer=cast.acme.id, quoted_amount="1,250.00"
    )
    assert answer.status_code == 303
    job = session.scalars(sa.select(Job).where(Job.title == "Caps")).one()
    assert answer.location == f"/jobs/show/{job.id}"
    assert job.number.startswith("J-")
    assert str(job.quoted_amount) == "1250.00"


def test_every_mistake_is_told_at_once_and_what_was_typed_is_kept(session, client_as):
    typed = {"title": "x" * 201, "quoted_amount": "12.345", "due_on": "tomorrow", "notes": "nul \0 byte"}
    answer = post_form(client_as(OFFICE), "/jobs/add", customer="", **typed)
    assert answer.status_code == 422
    for sentence in (
        "at most 200 fit",
        "At most 2 decimals fit",
        "is not a date",
        "characters that cannot be kept",
        "This is required",
    ):
        assert sentence in answer.text
    assert "x" * 201 in answer.text
    assert "12.345" in answer.text
    assert "tomorrow" in answer.text
    assert not session.scalars(sa.select(Job).where(Job.title.startswith("xxx"))).all()


@pytest.mark.on_sqlite
@pytest.mark.parametrize("amount", ["9" * 40, "1e400", "NaN", "Infinity", "-1", "twelve", "0x10", "9" * 5000])
def test_an_absurd_number_is_refused_beside_its_field(client_as, cast, amount):
    answer = post_form(
        client_as(OFFICE), "/jobs/add", title="Caps", customer=cast.acme.id, quoted_amount=amount
    )
    assert answer.status_code == 422
    assert re.search(r'has-error">\s*<label class="form-label" for="quoted_amount"', answer.text)


def test_a_taken_number_is_refused_beside_its_field(client_as, cast):
    number = cast.job.number
    answer = post_form(client_as(OFFICE), "/jobs/add", title="Caps", customer=cast.acme.id, number=number)
    assert answer.status_code == 409
    assert f"The number {number} is taken" in answer.text
    assert 'value="Caps"' in answer.text


@pytest.mark.on_sqlite
def test_a_refused_form_counts_what_is_wrong_and_leads_there(client_as):
    answer = post_form(client_as(OFFICE), "/jobs/add", title="", due_on="2026-02-30", customer="")
    assert "<title>Error: " in answer.text
    bar = answer.text[answer.text.index('class="s-wrong"') :]
    assert "3 fields need you" in bar
    assert [name in bar for name in ('href="#title"', 'href="#customer"', 'href="#due_on"')] == [True] * 3
    assert answer.text.count(" autofocus") == 1
    assert re.search(r'id="title"[^>]* autofocus', answer.text)


@pytest.mark.on_sqlite
def test_a_setting_says_what_it_means_and_refuses_in_a_sentence(session, client_as):
    setting = session.scalars(sa.select(Setting).where(Setting.name == "quote_valid_days")).one()
    browser, page = client_as(MANAGER), f"/settings/edit/{setting.id}"
    assert "How many days a sent quote may be accepted" in browser.get(page).text
    answer = post_form(browser, page, value="soon")
    assert answer.status_code == 422
    assert "This must be a whole number." in answer.text
    assert "Input should" not in answer.text
    assert re.search(r">\s*soon</textarea>", answer.text)


@pytest.mark.on_sqlite
def test_a_form_has_the_sections_of_its_model_and_those_with_many_a_table_of_contents(client_as):
    text = client_as(OFFICE).get("/jobs/add").text
    assert re.findall(r"<legend>(.*?)</legend>", text) == list(Job.__sections__)
    assert re.findall(r'<a href="#section-\d">(.*?)</a>', text) == list(Job.__sections__)
    assert "s-toc" not in client_as(OFFICE).get("/products/add").text


@pytest.mark.on_sqlite
def test_sections_name_only_columns_that_a_form_writes():
    models = [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Base)]
    named = {model: [name for names in model.__sections__.values() for name in names] for model in models}
    assert [(model, name) for model in models for name in named[model] if name not in writable(model)] == []
    assert [model for model in models if len(named[model]) != len(set(named[model]))] == []


def test_a_form_has_no_state_column_and_ignores_one_that_is_smuggled_in(session, client_as, cast):
    page = f"/jobs/edit/{cast.job.id}"
    browser = client_as(MANAGER)
    opened = browser.get(page).text
    for name in ("status", "held_from", "is_rush", "id", "version_id", "created_at", "quote_expires_on"):
        assert f'name="{name}"' not in opened
    answer = post_form(
        browser, page, title="Tees", customer=cast.acme.id, number=cast.job.number, status="CANCELLED"
    )
    assert answer.status_code == 303
    session.expire_all()
    assert cast.job.status == "IN_PRODUCTION"
    assert cast.job.title == "Tees"


def test_an_edit_form_shows_exact_numbers_as_they_are_stored(session, client_as, cast):
    item = session.scalars(sa.select(JobItem)).first()
    item.unit_price = "18.50"
    session.commit()
    assert 'value="18.50"' in client_as(OFFICE).get(f"/job_items/edit/{item.id}").text


def test_an_archived_customer_is_not_accepted_in_a_new_job(session, client_as, cast):
    cast.rival.archive()
    session.commit()
    answer = post_form(client_as(OFFICE), "/jobs/add", title="Caps", customer=cast.rival.id)
    assert answer.status_code == 422
    assert "cannot be chosen" in answer.text


def test_a_job_keeps_its_customer_who_was_archived_since(session, client_as, cast):
    cast.acme.archive()
    session.commit()
    page = f"/jobs/edit/{cast.job.id}"
    answer = post_form(client_as(OFFICE), page, title="Tees", customer=cast.acme.id, number=cast.job.number)
    assert answer.status_code == 303


@pytest.mark.parametrize("identity", ["nope", "0" * 26, "' or 1=1 --", "\0", "é" * 26])
def test_an_unknown_choice_is_refused(client_as, identity):
    answer = post_form(client_as(OFFICE), "/jobs/add", title="Caps", customer=identity)
    assert answer.status_code == 422
    assert "cannot be chosen" in answer.text


def test_deleting_a_customer_with_jobs_says_to_archive_it_instead(session, client_as, cast):
    answer = post_form(client_as(OFFICE), f"/customers/delete/{cast.acme.id}")
    assert answer.status_code == 409
    assert "archive it instead" in answer.text
    assert "<span>1 job</span>" in answer.text
    assert f'href="/jobs/list/?_flt_0_customer={cast.acme.id}"' in answer.text
    assert f'action="/customers/{cast.acme.id}/archive"' in answer.text
    assert session.get(Customer, cast.acme.id) is not None


def test_a_row_that_nothing_refers_to_is_deleted_after_asking(session, client_as):
    lonely = Customer(name="Lonely")
    session.add(lonely)
    session.commit()
    browser = client_as(OFFICE)
    page = f"/customers/delete/{lonely.id}"
    assert "cannot be brought back" in browser.get(page).text
    assert post_form(browser, page).status_code == 303
    session.expire_all()
    assert not session.scalars(sa.select(Customer).where(Customer.name == "Lonely")).all()


def test_adding_an_item_from_its_job_begins_with_the_job_and_returns_there(client_as, cast):
    browser = client_as(OFFICE)
    job_page = f"/jobs/show/{cast.job.id}"
    assert f"/job_items/add?back={job_page}" in browser.get(job_page).text.replace("%2F", "/")
    page = f"/job_items/add?back={job_page}&job={cast.job.id}"
    assert f'<option value="{cast.job.id}" selected>' in browser.get(page).text
    answer = post_form(browser, page, job=cast.job.id, description="Caps", quantity="12")
    assert answer.location == job_page


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x"]
)
def test_saving_never_leads_to_another_site(client_as, cast, elsewhere):
    browser = client_as(OFFICE)
    answer = post_form(browser, "/customers/add", name="Caps Inc", back=elsewhere)
    assert answer.status_code == 303
    assert answer.location.startswith("/customers/show/")


def test_a_form_without_a_token_is_refused_in_words(session, client_as):
    browser = client_as(OFFICE)
    answer = browser.post("/customers/add", data={"name": "Forged"})
    assert answer.status_code == 400
    assert "another site" in answer.text
    assert not session.scalars(sa.select(Customer).where(Customer.name == "Forged")).all()


def test_the_api_refuses_a_cookie_without_a_token_too(client_as):
    browser = client_as(OFFICE)
    assert browser.post("/api/v1/customers/", json={"name": "Forged"}).status_code == 400
    token = csrf_token(browser, "/customers/add")
    answer = browser.post("/api/v1/customers/", json={"name": "Meant"}, headers={"X-CSRFToken": token})
    assert answer.status_code == 201
