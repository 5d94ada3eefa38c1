"""What a dashboard costs whoever opens it: statements, bytes at the first visit, and bytes at the next."""

import datetime as dt
import re

import pytest

from models.core import clock
from models.core.roles import ADMIN
from tests import on_sqlite
from tests.earnings import invoiced, sold, up_to_date
from views.dashboards import DASHBOARDS

from .test_every_screen import asked

KB = 1024
FIRST_VISIT, NEXT_VISIT = 700 * KB, 60 * KB
STATEMENTS = {"overview": 4, "key-figure": 4, "scorecard": 5}
"""Of those that are kept; every other asks at most eight. Two of them are who asks."""
ALL_OTHERS = 8
LINKED = re.compile(r'(?:href|src|data-chart)="(/[^"#]+)')
PACKED = {"Accept-Encoding": "gzip"}
"""Nobody gets more than who takes no brotli."""


@pytest.fixture(autouse=True)
def late_november():
    with clock.told_time(dt.datetime(2026, 11, 24, 18, tzinfo=dt.UTC)):
        yield


@pytest.fixture
def job(session, cast):
    """A job that was invoiced in November."""
    made = sold(session, cast.acme, (None, 10, None, ()))
    invoiced(session, made, "100.00", dt.date(2026, 11, 5))
    up_to_date(session)
    return made


def address_of(board, job):
    named = {"job": job.id, "figure": "revenue"}
    told = "&".join(f"{name}={value}" for name, value in named.items() if name in board.filters)
    return f"/dashboards/{board.name}?{told}"


def parts_of(page):
    """The files and figures that a browser fetches for a page."""
    found = [address.replace("&amp;", "&") for address in LINKED.findall(page)]
    return sorted({each for each in found if each.startswith("/static/") or ".json" in each})


def weights(browser, address):
    """The bytes of the page with all that it fetches, first and then again, of a browser that keeps what it may."""
    first = following = len(browser.get(address, headers=PACKED).data)
    for part in parts_of(browser.get(address).text):
        answer = browser.get(part, headers=PACKED)
        assert answer.status_code == 200, part
        first += len(answer.data)
        if "immutable" not in answer.headers.get("Cache-Control", ""):
            known = PACKED | {"If-None-Match": answer.headers.get("ETag", "")}
            following += len(browser.get(part, headers=known).data)
    return first, following


@on_sqlite
@pytest.mark.parametrize("name", DASHBOARDS)
def test_a_dashboard_seen_before_asks_few_statements(client_as, job, name):
    browser, address = client_as(ADMIN), address_of(DASHBOARDS[name], job)
    browser.get(address)
    answer, sent = asked(browser, address)
    assert answer.status_code == 200
    assert len(sent) <= STATEMENTS.get(name, ALL_OTHERS), sent


@on_sqlite
@pytest.mark.parametrize("name", DASHBOARDS)
def test_a_dashboard_is_light_at_first_and_lighter_after(client_as, job, name):
    first, following = weights(client_as(ADMIN), address_of(DASHBOARDS[name], job))
    assert 0 < following <= NEXT_VISIT
    assert following < first <= FIRST_VISIT
