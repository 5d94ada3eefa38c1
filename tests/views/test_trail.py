"""Where a page stands: the trail in the top bar, and the title of the window that is told from it."""

from __future__ import annotations

import html
import re

import pytest

from models.core.roles import ADMIN, ARTIST, OFFICE
from tests import on_sqlite
from tests.browsing import csrf_token
from views.core.screen import SCREENS

from .many_rows import fill_every_table

pytestmark = on_sqlite

NAV = re.compile(r'<nav class="s-trail" aria-label="Breadcrumb"><ol>(.*?)</ol></nav>', re.DOTALL)
STEP = re.compile(r'<li[^>]*>(?:<a href="([^"]*)">|<span( aria-current="page")?>)([^<]*)<')


def trail(page):
    """The steps of a page: label, and where it leads; "here" for the last."""
    found = STEP.findall(NAV.search(page)[1])
    return [(html.unescape(label), "here" if here else html.unescape(href)) for href, here, label in found]


def title(page):
    return html.unescape(re.search(r"<title>(.*?)</title>", page)[1])


def test_a_list_a_row_its_form_and_its_verb_lead_back_step_by_step(client_as, cast):
    office, job = client_as(OFFICE), cast.job
    listed = [("Production", ""), ("Jobs", "/jobs/list/")]
    row = (str(job), f"/jobs/show/{job.id}")
    assert trail(office.get("/jobs/list/").text) == [("Production", ""), ("Jobs", "here")]
    assert trail(office.get("/jobs/add").text) == [*listed, ("Add job", "here")]
    assert trail(office.get(row[1]).text) == [*listed, (row[0], "here")]
    assert trail(office.get(f"/jobs/edit/{job.id}").text) == [*listed, row, ("Edit", "here")]
    assert trail(office.get(f"/jobs/{job.id}/hold").text) == [*listed, row, ("Hold", "here")]
    assert trail(office.get("/jobs/filters/").text) == [*listed, ("Filter", "here")]


def test_the_title_of_the_window_tells_the_nearest_first(client_as, cast):
    office = client_as(OFFICE)
    assert title(office.get("/").text) == "Home · 687 Merch"
    assert title(office.get("/jobs/list/").text) == "Jobs · 687 Merch"
    assert title(office.get(f"/jobs/show/{cast.job.id}").text) == f"{cast.job} · Jobs · 687 Merch"
    assert title(office.get(f"/jobs/{cast.job.id}/hold").text) == f"Hold · {cast.job} · Jobs · 687 Merch"


def test_other_rooms_have_their_place_too(client_as, cast):
    owner = client_as(ADMIN)
    assert trail(owner.get("/desk/blocked/").text) == [("Home", "/"), ("Blocked", "here")]
    assert trail(owner.get("/search/?q=J").text) == [("Search", "here")]
    assert trail(owner.get("/notifications/").text) == [("Notifications", "here")]
    assert trail(owner.get("/mailbox/").text) == [("System", ""), ("Mailbox", "here")]
    assert trail(owner.get("/import/").text) == [("Sales", ""), ("Import", "here")]
    raw = [("System", ""), ("Raw tables", "/raw/")]
    assert trail(owner.get("/raw/jobs/").text) == [*raw, ("Jobs", "here")]
    assert trail(owner.get("/raw/jobs/new/").text)[2] == ("Jobs", "/raw/jobs/")
    assert trail(owner.get("/users/add").text) == [
        ("System", ""),
        ("Users", "/users/list/"),
        ("Add user", "here"),
    ]


def test_a_deed_with_many_rows_leads_back_to_the_list_as_it_was_left(client_as, cast):
    office, back = client_as(OFFICE), "/jobs/list/?_flt_0_status=QUOTE"
    data = {"csrf_token": csrf_token(office, "/jobs/list/"), "back": back, "id": [cast.job.id]}
    page = office.post("/jobs/bulk/cancel", data=data).text
    assert trail(page)[1:] == [("Jobs", back), ("Cancel: 1 job", "here")]


def test_markup_in_a_name_is_text_in_the_trail(session, client_as, cast):
    cast.job.title = "<b>loud</b>"
    page = client_as(OFFICE).get(f"/jobs/edit/{cast.job.id}").text
    assert trail(page)[2][0].endswith("<b>loud</b>")
    assert "<b>loud" not in page


@pytest.mark.parametrize("role", [ADMIN, ARTIST])
def test_every_list_is_the_last_step_of_its_trail_and_names_its_window(shop, client_as, role):
    fill_every_table(1)
    browser, wrong = client_as(role), []
    for screen in SCREENS:
        answer = browser.get(f"/{screen.table}/list/")
        if answer.status_code == 200 and [step for step in trail(answer.text) if step[1] == "here"] != [
            (screen.title, "here")
        ]:
            wrong.append((screen.table, trail(answer.text)))
        if answer.status_code == 200 and title(answer.text) != f"{screen.title} · 687 Merch":
            wrong.append((screen.table, title(answer.text)))
    assert wrong == []
