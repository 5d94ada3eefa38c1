"""Pages of a grid: every row once, however the rows are ordered and however one comes to the page."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest

from models.core.roles import BOOKKEEPER, OFFICE
from models.jobs import Job

ORDERS = ["id", "title", "due_on", "quoted_amount", "status", "is_rush"]
NUMBER = 23


@pytest.fixture
def many(session, cast):
    """Jobs of which some have no day and no amount, and several the same."""
    for number in range(NUMBER):
        due_on = dt.date(2026, 12, 1 + number % 4) if number % 3 else None
        amount = f"{number % 5}.50" if number % 4 else None
        job = Job(title=f"Walk {number:02}", customer=cast.rival, quoted_amount=amount, due_on=due_on)
        session.add(job)
    session.commit()


def address(column, direction, **more):
    order = "" if column == "id" else f"&_oc_JobScreen={column}&_od_JobScreen={direction}"
    rest = "".join(f"&{name}={value}" for name, value in more.items())
    return f"/jobs/list/?_flt_2_title=walk&psize_JobScreen=5{order}{rest}"


def numbers(text):
    return [int(number) for number in re.findall(r">Walk (\d\d)<", text)]


def link(text, rel):
    found = re.search(rf'href="([^"]+)" rel="{rel}"', text)
    return html.unescape(found[1]) if found else ""


def walk(browser, page, rel):
    """The pages from `page` on, following one kind of link, and the last page's address."""
    pages = []
    while page:
        text, here = browser.get(page).text, page
        pages.append(numbers(text))
        page = link(text, rel)
    return pages, here


@pytest.mark.parametrize("direction", ["asc", "desc"])
@pytest.mark.parametrize("column", ORDERS)
def test_whoever_follows_the_links_meets_every_row_once_there_and_back(client_as, many, column, direction):
    browser = client_as(OFFICE)
    there, last = walk(browser, address(column, direction), "next")
    assert sorted(number for page in there for number in page) == list(range(NUMBER))
    back, _ = walk(browser, last, "prev")
    assert back == there[::-1]


@pytest.mark.parametrize("column", ORDERS)
def test_the_number_of_a_page_finds_the_rows_that_the_links_find(client_as, many, column):
    browser = client_as(OFFICE)
    there, _ = walk(browser, address(column, "desc"), "next")
    by_number = [numbers(browser.get(address(column, "desc", page_JobScreen=n)).text) for n in range(5)]
    assert by_number == there


def test_rows_added_meanwhile_push_no_row_onto_the_next_page(session, client_as, many, cast):
    browser = client_as(OFFICE)
    text = browser.get(address("id", "desc")).text
    session.add(Job(title="Walk 99", customer=cast.rival))
    session.commit()
    following = numbers(browser.get(link(text, "next")).text)
    assert following == [17, 16, 15, 14, 13]


def test_another_order_or_filter_begins_at_the_first_page(client_as, many):
    browser = client_as(OFFICE)
    second = browser.get(link(browser.get(address("id", "desc")).text, "next")).text
    for target in re.findall(r'href="([^"]*(?:_oc_|filters|export)[^"]*)"', second):
        assert "after=" not in target
        assert "page_JobScreen" not in target


@pytest.mark.parametrize("neighbour", ["01ARZ3NDEKTSV4RRFFQ69G5FAV", "no-such-row", "%00"])
def test_a_page_that_follows_a_deleted_row_is_not_found(client_as, many, neighbour):
    answer = client_as(OFFICE).get(address("due_on", "asc", after=neighbour))
    assert answer.status_code == 404
    assert "begin at the first page" in answer.text


def test_a_page_beyond_the_last_says_so(client_as, many):
    text = client_as(OFFICE).get(address("id", "desc", page_JobScreen=9)).text
    assert "There is no such page" in text
    assert "There are 23 jobs" in text


@pytest.mark.on_sqlite
def test_a_grid_without_rows_says_what_would_stand_there_and_how_to_begin(client_as, shop):
    text = client_as(BOOKKEEPER).get("/expenses/list/").text
    assert "There are no expenses yet" in text
    assert "Money spent." in text
    assert 'href="/expenses/add">' in text
