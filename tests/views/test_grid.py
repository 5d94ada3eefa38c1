"""Lists: filters, order and pages as the address asks for them."""

from __future__ import annotations

import datetime as dt

import pytest

from models.core.roles import OFFICE
from models.customers import Customer
from models.jobs import Job


@pytest.fixture
def jobs(session, cast):
    """Three quotes of Rival's."""
    for title, amount, day in (("Alpha", "10.00", 1), ("Beta 50%", "20.00", 2), ("Gamma", None, None)):
        due_on = dt.date(2026, 12, day) if day else None
        session.add(Job(title=title, customer=cast.rival, quoted_amount=amount, due_on=due_on))
    session.commit()
    return cast


def titles(browser, query):
    text = browser.get(f"/jobs/list/{query}").text
    return [title for title in ("Alpha", "Beta", "Gamma", "Staff tees") if f">{title}" in text]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?_flt_0_title=alp", ["Alpha"]),
        ("?_flt_2_title=A T", []),
        ("?_flt_2_title=50%25", ["Beta"]),
        ("?_flt_2_title=_", []),
        ("?_flt_1_quoted_amount=15", ["Beta", "Staff tees"]),
        ("?_flt_0_quoted_amount=10", ["Alpha"]),
        ("?_flt_2_due_on=2026-12-02", ["Alpha"]),
        ("?_flt_0_status=QUOTE", ["Alpha", "Beta", "Gamma"]),
        ("?_flt_0_is_rush=n", ["Alpha", "Beta", "Gamma", "Staff tees"]),
        ("?_flt_0_is_rush=y", []),
        ("?_flt_0_status=QUOTE&_flt_1_quoted_amount=15", ["Beta"]),
        ("?_flt_0_title=", ["Alpha", "Beta", "Gamma", "Staff tees"]),
    ],
)
def test_filters_choose_rows(client_as, jobs, query, expected):
    assert titles(client_as(OFFICE), query) == expected


def test_a_relation_filters_by_its_row(client_as, jobs):
    browser = client_as(OFFICE)
    assert titles(browser, f"?_flt_0_customer={jobs.acme.id}") == ["Staff tees"]
    assert titles(browser, f"?_flt_1_customer={jobs.acme.id}") == ["Alpha", "Beta", "Gamma"]
    assert (
        f'<option value="{jobs.acme.id}" selected>Acme</option>'
        in browser.get(f"/jobs/filters/?_flt_0_customer={jobs.acme.id}").text
    )


@pytest.mark.parametrize(
    "query",
    [
        "?_flt_1_quoted_amount=abc",
        "?_flt_0_due_on=tomorrow",
        "?_flt_0_status=NOWHERE",
        "?_flt_0_title=a%00b",
        "?_flt_99_title=a",
        "?_flt_x_title=a",
        "?_flt_0_items=a",
        "?_flt_0_customer_id=a",
        "?_flt_0_=a",
        "?_flt_0_title" + "a" * 100 + "=a",
        "?_flt_1_quoted_amount=" + "9" * 5000,
        "?_oc_JobScreen=nothing&_od_JobScreen=asc",
        "?_oc_JobScreen=title&_od_JobScreen=sideways",
        "?page_JobScreen=-1",
        "?page_JobScreen=abc",
        "?psize_JobScreen=1e9",
    ],
)
def test_what_cannot_be_listed_is_refused_with_a_sentence(client_as, jobs, query):
    answer = client_as(OFFICE).get(f"/jobs/list/{query}")
    assert answer.status_code == 400
    assert '<p class="lead">' in answer.text


def test_rows_come_in_the_order_asked_for(client_as, jobs):
    text = client_as(OFFICE).get("/jobs/list/?_oc_JobScreen=title&_od_JobScreen=desc").text
    assert text.index(">Staff tees") < text.index(">Gamma") < text.index(">Beta") < text.index(">Alpha")


def test_pages_follow_one_another_without_losing_a_row(session, client_as):
    session.add_all(Customer(name=f"Customer {number:03}") for number in range(60))
    session.commit()
    browser = client_as(OFFICE)
    first, second, third = (
        browser.get(f"/customers/list/?page_CustomerScreen={page}").text for page in range(3)
    )
    assert "Page 1 of 3" in first
    seen = [
        number for number in range(60) for page in (first, second, third) if f">Customer {number:03}<" in page
    ]
    assert seen == list(range(60))
    assert "There is no such page" in browser.get("/customers/list/?page_CustomerScreen=9").text


def test_a_filter_that_nothing_matches_says_so_and_can_be_cleared(client_as, jobs):
    text = client_as(OFFICE).get("/jobs/list/?_flt_2_title=zebra").text
    assert "No jobs match this filter" in text
    assert "Clear filters" in text


def test_markup_in_a_name_is_shown_as_text(session, client_as):
    session.add(Customer(name="<script>alert(1)</script>"))
    session.commit()
    browser = client_as(OFFICE)
    assert "<script>alert(1)" not in browser.get("/customers/list/").text
    assert (
        "<script>alert(1)" not in browser.get("/customers/list/?_flt_2_name=<script>alert(1)</script>").text
    )
