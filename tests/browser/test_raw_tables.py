"""The raw tables in a real browser, under the content security policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from models.customers import Customer
from models.jobs import Job
from tests import on_sqlite
from tests.cast import PASSWORD

from .conftest import DESK, PHONE

pytestmark = on_sqlite


@pytest.fixture
def owner(page, address):
    page.goto(f"{address}/login/")
    page.fill("[name=username]", "owner")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{address}/")
    return page


def rows(session):
    """How many customers there are; no transaction stays open, for which the shop would wait."""
    count = session.query(Customer).count()
    session.rollback()
    return count


@pytest.fixture
def passing(session, cast):
    """Two customers that nothing refers to; the test keeps no transaction open."""
    session.add_all([Customer(name="Passing one"), Customer(name="Passing two")])
    session.commit()


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_a_row_is_deleted_only_after_a_question(owner, address, troubles, session, passing, size):
    owner.set_viewport_size(size)
    owner.goto(f"{address}/raw/customers/")
    delete = owner.get_by_role("button", name="Delete Passing one…")
    delete.click()
    question = owner.get_by_role("dialog")
    expect(question.get_by_role("heading")).to_have_text("Delete Passing one")
    question.get_by_role("button", name="Keep").click()
    assert rows(session) == 4
    delete.click()
    question.get_by_role("button", name="Delete").click()
    expect(owner.get_by_text("Passing one was deleted.")).to_be_visible()
    assert rows(session) == 3
    assert troubles == []


def test_ticked_rows_are_deleted_after_a_question(owner, address, troubles, session, passing):
    owner.goto(f"{address}/raw/customers/")
    owner.get_by_label("Tick all rows of this page").check()
    expect(owner.locator("[data-ticked]")).to_have_text("4 ticked")
    owner.get_by_role("group", name="Ticked rows").get_by_role("button", name="Delete…").click()
    owner.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(owner.get_by_text("2 of 4 selected rows were deleted.")).to_be_visible()
    assert rows(session) == 2
    assert troubles == []


def test_escape_deletes_nothing(owner, address, session, passing):
    owner.goto(f"{address}/raw/customers/")
    owner.get_by_role("button", name="Delete Passing one…").click()
    owner.keyboard.press("Escape")
    expect(owner.get_by_role("dialog")).to_be_hidden()
    assert rows(session) == 4


def test_a_many_to_one_is_chosen_by_typing_and_saved(owner, address, troubles, session, cast):
    session.add(job := Job(title="Caps", customer=cast.acme))
    session.flush()
    identity, rival = job.id, cast.rival.id
    session.commit()
    owner.goto(f"{address}/raw/jobs/edit/?id={identity}")
    owner.get_by_role("combobox", name="Customer").focus()
    owner.keyboard.type("riv")
    owner.get_by_role("option", name="Rival").click()
    owner.get_by_role("button", name="Save").click()
    expect(owner.get_by_text("was saved.")).to_be_visible()
    session.rollback()
    assert session.get(Job, identity).customer_id == rival
    assert troubles == []


def test_the_search_is_one_key_away(owner, address, passing):
    owner.goto(f"{address}/raw/customers/")
    owner.keyboard.press("/")
    owner.keyboard.type("two")
    owner.keyboard.press("Enter")
    expect(owner.get_by_role("row")).to_have_count(2)
    expect(owner.get_by_text("Passing two")).to_be_visible()
