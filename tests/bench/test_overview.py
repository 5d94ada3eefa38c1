"""Dashboards among 100,000 jobs with 1,000,000 time entries, beside a shop of 10,000 jobs, asked in turns."""

from __future__ import annotations

from functools import partial

import pytest

from models.core import clock
from models.core.roles import MANAGER
from tests.browsing import signed_in
from tests.views.test_every_screen import asked

from .figures import side_by_side, told
from .many_years import NOW, count, fill_with_years

pytestmark = pytest.mark.bench

COUNTED, FEW, MANY = 200, 10_000, 100_000
"""So many jobs there are when key figures are counted, which makes as many rows of any; so many the two shops have."""
ROUNDS = 25
CUSTOMER = "01M00000000000001000000007"
PROMISED = {
    "overview": 1.2,
    "overview?period=2026": 1.2,
    "key-figure?figure=revenue": 1.2,
    "scorecard": 1.2,
}
"""How much longer each may take: what it shows is kept."""
TOLD = ("production", "customers", f"customers?customer={CUSTOMER}", "team")
"""These read what was done in three months, of which there is ten times as much: they are told, not held."""
QUERIES = 6
"""Of the overview when it was seen before."""


@pytest.fixture
def small(shop, session, database, installations):
    """A shop of 10,000 jobs, beside the one of 100,000 that `shop` then is."""
    with clock.told_time(NOW):
        fill_with_years(session, 0, COUNTED)
        count(session())
        fill_with_years(session, COUNTED, FEW)
        session.remove()
        twin = installations(database).twin()
        fill_with_years(session, FEW, MANY)
        session.rollback()
        yield twin


def test_no_dashboard_takes_longer_among_ten_times_the_jobs(small, shop, database, capsys):
    few, many = signed_in(small, MANAGER), signed_in(shop, MANAGER)
    ratios = {}
    for page in (*PROMISED, *TOLD):
        before, after = side_by_side(*(partial(_see, browser, page) for browser in (few, many)), ROUNDS)
        ratios[page] = after / before
        detail = f"{after * 1000:.1f} ms of {before * 1000:.1f} ms"
        goal = f"<= {PROMISED[page]}" if page in PROMISED else ""
        told(capsys, f"{page.split('=0')[0]}, {database}", ratios[page], goal, detail)
    _, sent = asked(many, "/dashboards/overview")
    told(capsys, f"queries of the overview, {database}", len(sent), f"<= {QUERIES}")
    assert len(sent) <= QUERIES, sent
    assert {page: ratios[page] for page, most in PROMISED.items() if ratios[page] > most} == {}


def _see(browser, page):
    assert browser.get(f"/dashboards/{page}").status_code == 200
