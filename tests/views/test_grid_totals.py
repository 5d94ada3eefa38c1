"""The foot of a grid, and the search among its rows."""

from __future__ import annotations

import pytest

from models.core.roles import BOOKKEEPER, OFFICE, PRODUCTION
from models.jobs import Job
from views.core.pages import totals

from .test_every_screen import asked


@pytest.fixture
def jobs(session, cast):
    """Four jobs besides Acme's, which is 450.00."""
    for title, amount in (("Caps", "10.10"), ("Caps, more", "20.20"), ("Totes", None), ("Aprons", "0.05")):
        session.add(Job(title=title, customer=cast.rival, quoted_amount=amount))
    session.commit()


def test_the_foot_adds_up_all_pages_of_the_view(client_as, jobs):
    browser = client_as(OFFICE)
    for query in ("", "?psize_JobScreen=2", "?psize_JobScreen=2&page_JobScreen=1"):
        text = browser.get(f"/jobs/list/{query}").text
        assert "All 5 jobs" in text
        assert ">$480.35</td>" in text
    filtered = browser.get("/jobs/list/?_flt_2_title=Caps").text
    assert "All 2 jobs" in filtered
    assert ">$30.30</td>" in filtered


def test_who_sees_no_prices_sees_no_sum_of_them(client_as, jobs):
    browser = client_as(PRODUCTION)
    assert "<tfoot>" not in browser.get("/jobs/list/").text
    answer = browser.get("/jobs/totals/")
    assert answer.status_code == 200
    assert "$" not in answer.text


def test_very_many_rows_are_added_up_after_the_page_is_shown(client_as, jobs, monkeypatch):
    monkeypatch.setattr(totals, "ADDED_UP_AT_ONCE", 3)
    browser = client_as(BOOKKEEPER)
    text = browser.get("/jobs/list/?psize_JobScreen=2").text
    assert "$480.35" not in text
    assert 'href="/jobs/totals/"' in text
    assert 'data-sum="quoted_amount">$480.35<' in browser.get("/jobs/totals/").text
    assert ">$30.30<" in browser.get("/jobs/totals/?_flt_2_title=Caps").text


@pytest.mark.parametrize(
    ("text", "found"), [("caps", 2), ("OTE", 1), ("J-1001", 1), ("50%", 0), ("_", 0), ("nothing", 0)]
)
def test_rows_are_found_by_a_part_of_what_names_them(client_as, jobs, text, found):
    answer, sent = asked(client_as(OFFICE), f"/jobs/list/?find={text.replace('%', '%25')}")
    assert answer.status_code == 200
    assert answer.text.count("<tr>") == (found + 2 if found else 0)
    assert len(sent) <= 3, sent


def test_a_search_keeps_the_filters_and_can_be_taken_away(client_as, jobs):
    text = client_as(OFFICE).get("/jobs/list/?_flt_2_title=caps&find=more").text
    assert 'name="_flt_2_title" value="caps"' in text
    assert 'href="/jobs/list/?_flt_2_title=caps"' in text
    none = client_as(OFFICE).get("/jobs/list/?_flt_2_title=caps&find=zebra").text
    assert "No jobs match these 2 filters" in none


def test_text_that_no_column_could_hold_is_not_looked_for(client_as, jobs):
    answer = client_as(OFFICE).get("/jobs/list/?find=a%00b")
    assert answer.status_code == 400
    assert '<p class="lead">' in answer.text
