"""The search of every page: by the beginning of a number, a name or an e-mail, and only what the reader may see."""

from __future__ import annotations

import pytest

from models.billing import Invoice, InvoiceLine
from models.core import visibility
from models.core.roles import ADMIN, ARTIST, BOOKKEEPER, OFFICE, PRODUCTION
from models.customers import Customer
from models.designs import Design
from models.jobs import Job
from tests import on_sqlite
from views.core import representation
from views.core.access.grants import holds
from views.core.screen import SCREENS

from .test_every_screen import asked


def search(browser, typed):
    """What is found, as (kind, key) pairs."""
    answer = browser.get("/search/", query_string={"q": typed}, headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    return [(each["kind"], each["key"]) for each in answer.get_json()["results"]]


@pytest.fixture
def things(session, cast):
    """A design and an issued invoice of Acme's, and a job of Rival's."""
    session.add(Design(name="Acme crest", customer=cast.acme, job=cast.job))
    invoice = Invoice(customer=cast.acme, job=cast.job)
    invoice.lines = [InvoiceLine(description="Tees", unit_price="9.00")]
    session.add(invoice)
    session.flush()
    invoice.issue()
    session.add(Job(title="Taproom hoodies", customer=cast.rival))
    session.commit()
    return cast


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("J-1001", [("Job", "J-1001")]),
        ("j-1001", [("Job", "J-1001")]),
        ("1001", [("Job", "J-1001")]),
        ("J-100", [("Job", "J-1001"), ("Job", "J-1002")]),
        ("taproom", [("Job", "J-1002")]),
        ("ACM", [("Customer", "Acme"), ("Design", "Acme crest")]),
        ("bob@riv", [("Customer", "Rival"), ("Customer contact", "Bob")]),
        ("inv-10", [("Invoice", "INV-1001")]),
        ("  taproom ", [("Job", "J-1002")]),
        ("hoodies", []),
        ("", []),
        ("%", []),
        ("_", []),
        ("a\0", [("Customer", "Acme"), ("Customer contact", "Ann"), ("Design", "Acme crest")]),
        ("x" * 5000, []),
        ("’; drop table jobs; --", []),
    ],
)
def test_what_begins_with_the_typed_text_is_found(client_as, things, typed, expected):
    assert search(client_as(OFFICE), typed) == expected


def test_a_row_that_two_columns_find_is_told_once(session, client_as, cast):
    session.add(Customer(name="zoe@zoe.example", email="zoe@zoe.example"))
    session.commit()
    assert search(client_as(OFFICE), "zoe") == [("Customer", "zoe@zoe.example")]


def test_the_exact_name_comes_before_longer_ones(session, client_as, cast):
    session.add_all(
        Job(number=f"K-{number}", title="Caps", customer=cast.acme) for number in (2291, 229, 22910)
    )
    session.commit()
    assert [key for _, key in search(client_as(OFFICE), "K-229")] == ["K-229", "K-2291", "K-22910"]


def test_a_row_is_told_with_its_customer_its_status_and_its_page(client_as, things):
    answer = client_as(OFFICE).get("/search/?q=J-1001", headers={"Accept": "application/json"})
    (hit,) = answer.get_json()["results"]
    assert (hit["title"], hit["about"], hit["state"]) == ("Staff tees", "Acme", "In production")
    assert hit["href"] == f"/jobs/show/{things.job.id}"


def test_what_was_put_away_is_still_found_and_says_so(session, client_as, cast):
    cast.rival.archive()
    session.commit()
    answer = client_as(OFFICE).get("/search/?q=rival", headers={"Accept": "application/json"})
    assert [hit["state"] for hit in answer.get_json()["results"]] == ["Archived"]


def test_a_role_finds_only_what_it_may_open(client_as, things):
    for role in (ARTIST, PRODUCTION):
        browser = client_as(role)
        assert search(browser, "acm") == [("Design", "Acme crest")]
        assert search(browser, "ann@acme") == []
        assert search(browser, "inv-") == []
    assert search(client_as(BOOKKEEPER), "inv-") == [("Invoice", "INV-1001")]


@pytest.fixture
def hidden_email(monkeypatch):
    """The e-mail of customers is kept from all but the office."""
    monkeypatch.setitem(Customer.__table__.c.email.info, "seen_by", frozenset({OFFICE}))
    for cached in (visibility._audiences, representation._shape):
        cached.cache_clear()
    yield
    monkeypatch.undo()
    for cached in (visibility._audiences, representation._shape):
        cached.cache_clear()


def test_nobody_finds_a_row_by_a_column_that_is_kept_from_them(client_as, things, hidden_email):
    assert ("Customer", "Acme") in search(client_as(OFFICE), "ann@acme")
    assert ("Customer", "Acme") not in search(client_as(BOOKKEEPER), "ann@acme")
    answer = client_as(BOOKKEEPER).get("/search/?q=acm", headers={"Accept": "application/json"})
    assert "ann@acme.example" not in answer.text


@pytest.mark.parametrize("typed", ["acm", "J-10"])
def test_a_search_is_one_statement_besides_who_asks(client_as, things, typed):
    answer, sent = asked(client_as(ADMIN), f"/search/?q={typed}")
    assert answer.status_code == 200
    assert len(sent) <= 2


def test_a_few_rows_of_each_kind_are_enough(session, client_as, cast):
    session.add_all(Customer(name=f"Zebra {number:02}") for number in range(30))
    session.commit()
    assert [key for _, key in search(client_as(OFFICE), "zeb")] == [f"Zebra {place:02}" for place in range(6)]


@on_sqlite
def test_the_page_works_without_scripts(client_as, things):
    browser = client_as(OFFICE)
    page = browser.get("/search/?q=staff").text
    assert f'href="/jobs/show/{things.job.id}">J-1001 Staff tees</a>' in page
    assert "Nothing begins with “zebra”" in browser.get("/search/?q=zebra").text
    assert "Type the beginning of a number" in browser.get("/search/").text


@on_sqlite
def test_markup_that_was_typed_is_shown_as_text(client_as):
    assert "<script>alert" not in client_as(OFFICE).get("/search/?q=<script>alert(1)</script>").text


@on_sqlite
def test_a_stranger_finds_nothing(client_as):
    stranger = client_as("anonymous")
    assert stranger.get("/search/?q=acm").location.startswith("/login/?next=/search/")
    assert stranger.get("/search/?q=acm", headers={"Accept": "application/json"}).status_code == 401


@on_sqlite
def test_every_searched_column_has_an_index_on_its_beginnings(shop):
    searched = {(each.table, name) for each in SCREENS for name in each.searched_by}
    assert searched
    for table, name in searched:
        indexes = {
            index.name
            for screen in SCREENS
            if screen.table == table
            for index in screen.model.__table__.indexes
        }
        assert f"ix_{table}_{name}_folded" in indexes


@on_sqlite
def test_the_box_names_what_the_reader_may_search(client_as):
    assert (
        'aria-label="Search jobs, customers, contacts, designs, files, invoices"'
        in client_as(OFFICE).get("/").text
    )
    box = client_as(ARTIST).get("/").text
    assert 'aria-label="Search jobs, designs, files"' in box
    assert not holds([ARTIST], "can_list", "customers")
