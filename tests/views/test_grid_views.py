"""Views of a grid that people save: for themselves, or for everybody."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models.core.roles import ADMIN, ARTIST, MANAGER, OFFICE
from models.grid_views import MOST_OF_ONE, GridView
from models.jobs import Job
from tests import on_sqlite
from tests.browsing import csrf_token

from .many_rows import fill_every_table
from .test_every_screen import asked

LATE = "_flt_2_due_on=2026-12-02&_oc_JobScreen=due_on&_od_JobScreen=asc"


def save(browser, name, query=LATE, **more):
    page = f"/jobs/views/?{query}"
    return browser.post(page, data={"csrf_token": csrf_token(browser, page), "name": name, **more})


def stored(session):
    session.expire_all()
    return session.scalars(sa.select(GridView).order_by(GridView.id)).all()


def tab(name, query=LATE):
    return f'href="/jobs/list/?{query.replace("&", "&amp;")}">{name}</a>'


def test_a_view_is_saved_under_a_name_and_stands_above_the_grid(session, client_as, cast):
    browser = client_as(OFFICE)
    assert "Save view" in browser.get(f"/jobs/list/?{LATE}").text
    answer = save(browser, " Late ")
    assert answer.location == f"/jobs/list/?{LATE}"
    assert "The view was saved" in browser.get("/jobs/list/").text
    assert tab("Late") in browser.get("/jobs/list/").text
    assert 'aria-current="page">Late</a>' in browser.get(f"/jobs/list/?{LATE}").text
    assert "Late" not in browser.get("/customers/list/").text


def test_a_view_is_ones_own_unless_it_is_shared(session, client_as, cast):
    office, artist = client_as(OFFICE), client_as(ARTIST)
    save(office, "Mine")
    save(office, "For all", is_shared="y")
    text = artist.get("/jobs/list/").text
    assert tab("Mine") not in text
    assert tab("For all") in text


def test_a_name_that_is_used_already_takes_the_new_view(session, client_as, cast):
    browser = client_as(OFFICE)
    save(browser, "Late")
    save(browser, "Late", "_flt_0_status=QUOTE")
    assert [(view.name, view.query) for view in stored(session)] == [("Late", "_flt_0_status=QUOTE")]


def test_a_view_keeps_no_page_and_nothing_strange(session, client_as, cast):
    save(
        client_as(OFFICE),
        "Late",
        LATE + "&page_JobScreen=3&after=01ARZ3NDEKTSV4RRFFQ69G5FAV&next=//x.example",
    )
    assert [view.query for view in stored(session)] == [LATE]


@pytest.mark.parametrize(
    "query", ["_flt_0_nothing=a", "_flt_2_due_on=soon", "_oc_JobScreen=nothing", "find=a%00b"]
)
def test_what_cannot_be_listed_cannot_be_saved(session, client_as, cast, query):
    browser = client_as(OFFICE)
    token = csrf_token(browser, f"/jobs/views/?{LATE}")
    answer = browser.post(f"/jobs/views/?{query}", data={"csrf_token": token, "name": "Strange"})
    assert answer.status_code == 400
    assert stored(session) == []


def test_a_column_that_one_may_not_see_makes_no_view(session, client_as, cast):
    browser = client_as(ARTIST)
    token = csrf_token(browser, f"/jobs/views/?{LATE}")
    data = {"csrf_token": token, "name": "Dear"}
    assert browser.post("/jobs/views/?_flt_1_quoted_amount=100", data=data).status_code == 400


@pytest.mark.parametrize("name", ["", "   ", "x" * 41, "nul \0 byte"])
def test_a_name_that_cannot_be_kept_is_refused_in_words(session, client_as, cast, name):
    browser = client_as(OFFICE)
    assert save(browser, name).status_code == 303
    assert 'class="alert alert-danger' in browser.get("/jobs/list/").text
    assert stored(session) == []


def test_filters_that_are_too_long_are_refused(session, client_as, cast):
    assert client_as(OFFICE).get(f"/jobs/views/?_flt_2_title={'x' * 1001}").status_code == 400


def test_one_person_keeps_only_so_many(session, client_as, cast):
    browser = client_as(OFFICE)
    for number in range(MOST_OF_ONE + 1):
        save(browser, f"View {number}")
    assert len(stored(session)) == MOST_OF_ONE
    assert "Remove one first" in browser.get("/jobs/list/").text
    assert save(client_as(MANAGER), "Another").status_code == 303
    assert len(stored(session)) == MOST_OF_ONE + 1


def test_whose_it_is_removes_it_and_the_owner_of_the_shop_but_nobody_else(session, client_as, cast):
    office = client_as(OFFICE)
    for name in ("One", "Two"):
        save(office, name, is_shared="y")
    one, two = (view.id for view in stored(session))

    def remove(browser, pk):
        return browser.post(
            f"/jobs/views/{pk}/remove", data={"csrf_token": csrf_token(browser, "/jobs/list/")}
        )

    manager = client_as(MANAGER)
    remove(manager, one)
    assert "only" in manager.get("/jobs/list/").text
    assert len(stored(session)) == 2
    remove(office, one)
    remove(client_as(ADMIN), two)
    assert stored(session) == []
    assert remove(office, one).status_code == 404
    assert remove(office, "no%20such").status_code == 404


def test_without_a_token_nothing_is_saved_or_removed(session, client_as, cast):
    browser = client_as(OFFICE)
    assert browser.post(f"/jobs/views/?{LATE}", data={"name": "Late"}).status_code == 400
    save(browser, "Late")
    (view,) = stored(session)
    assert browser.post(f"/jobs/views/{view.id}/remove").status_code == 400
    assert len(stored(session)) == 1


def test_only_the_owner_of_the_shop_looks_at_all_views(client_as, cast):
    assert client_as(ADMIN).get("/grid_views/list/").status_code == 200
    assert client_as(OFFICE).get("/grid_views/list/").status_code == 403


def counts(browser, page="/jobs/views/counts.json"):
    return {each["href"]: each["told"] for each in browser.get(page).get_json()["counts"]}


def test_each_tab_is_counted_as_its_grid_shows_it(session, client_as, cast):
    session.add_all([Job(title="Totes", customer=cast.rival, quoted_amount=n) for n in (1, 2, 3)])
    session.commit()
    office = client_as(OFFICE)
    save(office, "Quotes", "_flt_0_status=QUOTE")
    save(office, "Acme's", f"_flt_0_customer={cast.acme.id}")
    save(office, "Dear", "_flt_1_quoted_amount=2")
    save(office, "Found", "find=tot")
    assert [*counts(office).values()] == ["4", "3", "1", "2", "3"]
    assert counts(office)["/jobs/list/?_flt_0_status=QUOTE"] == "3"
    assert 'data-tabs="/jobs/views/counts.json"' in office.get("/jobs/list/").text


def test_a_view_of_what_the_reader_may_not_see_or_of_what_is_gone_has_no_number(session, client_as, cast):
    office = client_as(OFFICE)
    save(office, "Dear", "_flt_1_quoted_amount=2", is_shared="y")
    save(office, "Quotes", "_flt_0_status=QUOTE", is_shared="y")
    stored(session)[1].query = "_flt_0_no_such_column=1"
    session.commit()
    assert [*counts(client_as(ARTIST))] == ["/jobs/list/"]
    assert client_as("anonymous").get("/jobs/views/counts.json").status_code == 302


@on_sqlite
def test_a_tab_of_very_many_rows_is_counted_up_to_a_bound(session, client_as):
    fill_every_table(1001, only=frozenset({"customers"}))
    assert counts(client_as(OFFICE), "/customers/views/counts.json") == {"/customers/list/": "999+"}


@on_sqlite
def test_all_tabs_are_counted_in_one_statement(session, client_as, cast):
    office = client_as(OFFICE)
    for number in range(MOST_OF_ONE):
        save(office, f"View {number}", f"_flt_2_title={number}")
    answer, sent = asked(office, "/jobs/views/counts.json")
    assert len(answer.get_json()["counts"]) == MOST_OF_ONE + 1
    assert len(sent) == 3  # who asks, which views, how many
