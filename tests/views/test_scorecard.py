"""The scorecard: every success metric of the brief beside its goal, and the reports that make themselves."""

from __future__ import annotations

import re
from html import unescape

import pytest
import sqlalchemy as sa

from models.core.periods import period_named
from models.core.roles import ADMIN
from models.metrics import note_new_days, refresh
from models.reports import Report, ReportKind, ask_for
from models.reports.punctual import Punctual, punctual
from tasks import reports
from tests import on_sqlite
from tests.reporting import at, made, only, opened

MONTHLY = ReportKind.MONTHLY_PROFITABILITY

OF_THE_BRIEF = {
    "Fewer questions from customers",
    "Approvals in hours, not days",
    "Happier customers",
    "Customers who use the portal",
    "No double bookings",
    "Less material wasted",
    "Costs as estimated",
    "Hours used well",
    "Monthly reports by themselves",
    "No stockouts",
    "Prices that earn",
    "Growth",
}
"""Its twelve success metrics, in the words of the scorecard."""


def rows_of(page):
    """Each goal's cells by its words: baseline, goal, now, verdict and its sentence."""
    found = {}
    for row in re.findall(r'<tr role="row">(.*?)</tr>', page, re.DOTALL):
        title = re.search(r'scope="row"><a[^>]*>([^<]+)', row)
        if title:
            cells = [re.sub(r"<[^>]+>", " ", cell) for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)]
            found[title[1]] = [" ".join(unescape(cell).split()) for cell in cells]
    return found


def told(session, period):
    return punctual(session, [period_named(period)])[period_named(period)]


@pytest.fixture
def begun(session, shop):
    """A shop of September whose program began to make reports in the middle of October."""
    opened(session, 2026, 9, 10, 12)
    with at(2026, 10, 14, 9):
        made(session, MONTHLY, "2026-09")


def test_every_success_metric_of_the_brief_stands_on_the_scorecard(session, begun, client_as):
    with at(2026, 11, 1, 0, 5):
        made(session, MONTHLY, "2026-10")
    with at(2026, 11, 3, 9):
        note_new_days(session)
        session.commit()
        while not refresh(session):
            session.commit()
        session.commit()
        page = client_as(ADMIN).get("/dashboards/scorecard?period=2026-11").text
    rows = rows_of(page)
    assert set(OF_THE_BRIEF) <= set(rows)
    baseline, goal, now, *_, verdict = rows["Monthly reports by themselves"]
    assert (baseline, goal, now) == ("–", "100 %", "100 %")
    assert verdict == "Met 1 of 1 report made by itself in time."
    assert 'href="/reports/of/MONTHLY_PROFITABILITY/"' in page
    assert rows["Approvals in hours, not days"][1] == "6 h"
    assert rows["Customers who use the portal"][1] == "90 %"
    assert "No baseline is set" in page


def test_a_report_that_made_itself_within_a_day_of_the_first_is_in_time(session, begun):
    with at(2026, 11, 2, 23, 50):
        made(session, MONTHLY, "2026-10")
        assert told(session, "2026-11") == Punctual(1, 1)
        assert told(session, "2026-Q4") == Punctual(1, 1)


@on_sqlite
def test_one_that_came_later_since_the_clock_was_off_is_not(session, begun):
    with at(2026, 11, 3, 0, 5):
        made(session, MONTHLY, "2026-10")
        assert told(session, "2026-11") == Punctual(1, 0)


@on_sqlite
def test_one_that_cannot_be_made_is_not_and_one_by_hand_neither(session, begun):
    with at(2026, 11, 1, 0, 5), only(MONTHLY):
        ask_for(session, MONTHLY, "2026-10")
        session.commit()
        assert told(session, "2026-11") == Punctual(1, 0)
        reports.make_waiting(session, seconds=60)
        assert told(session, "2026-11") == Punctual(1, 0)


@on_sqlite
def test_what_was_over_before_the_program_began_was_owed_by_nobody(session, begun):
    assert session.scalar(sa.select(sa.func.count()).select_from(Report)) == 1
    assert told(session, "2026-10") == Punctual(0, 0)
    assert told(session, "2026-10").percent is None
