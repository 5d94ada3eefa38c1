"""The sidebar: what one may open, and where one is."""

from __future__ import annotations

import re

from models.core.roles import ADMIN, ARTIST, OFFICE
from tests import on_sqlite

pytestmark = on_sqlite


def here(page):
    """The addresses of the entries that are marked."""
    return re.findall(r'aria-current="page" href="([^"]+)"', page.split('id="side"')[1].split("</aside>")[0])


def test_the_entry_of_the_page_is_marked(client_as, cast):
    office = client_as(OFFICE)
    assert here(office.get("/").text) == ["/"]
    assert here(office.get("/jobs/list/").text) == ["/jobs/list/"]
    assert here(office.get(f"/jobs/show/{cast.job.id}").text) == ["/jobs/list/"]
    assert here(office.get("/customers/list/").text) == ["/customers/list/"]


def test_a_page_of_no_entry_marks_none(client_as):
    assert here(client_as(OFFICE).get("/notifications/").text) == []


def test_each_reader_has_a_sidebar_of_their_own(client_as):
    owner, artist = (client_as(role).get("/jobs/list/").text for role in (ADMIN, ARTIST))
    assert 'href="/users/list/"' in owner
    assert 'href="/users/list/"' not in artist
