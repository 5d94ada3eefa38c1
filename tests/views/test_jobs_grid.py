"""The grid of jobs says at a glance what is late, what is a rush and which gates hold a job back, each in words too."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from models.core import clock
from models.core.roles import OFFICE, PRODUCTION
from models.jobs import Job
from tests import on_sqlite

pytestmark = on_sqlite


@pytest.fixture
def row(client_as):
    """The markup of a job's row, by its number."""

    def read(number: str, address: str = "/jobs/list/") -> str:
        rows = re.findall(r"<tr>(.*?)</tr>", client_as(OFFICE).get(address).text, re.DOTALL)
        return next(each for each in rows if number in each)

    return read


def test_a_late_job_is_told_by_days_and_by_a_sign(session, cast, row):
    cast.job.due_on = clock.shop_day() - dt.timedelta(days=2)
    session.commit()
    assert ", 2 d late" in row("J-1001")
    assert "s-late" in row("J-1001")


def test_a_quote_is_never_late(session, cast, row):
    session.add(Job(title="Caps", customer=cast.rival, due_on=clock.shop_day() - dt.timedelta(days=2)))
    session.commit()
    assert "s-late" not in row("J-1002")


def test_a_rush_is_told_by_a_word_and_by_a_bolt(session, cast, row):
    caps = Job(title="Caps", customer=cast.rival)
    session.add(caps)
    session.commit()
    caps.accept_quote()
    caps.accept_rush()
    session.commit()
    assert "s-rush" in row("J-1002")
    assert "Rush</td>" in row("J-1002")
    assert "s-rush" not in row("J-1001")


def test_the_gates_that_hold_a_job_back_are_named_beside_their_shields(session, cast, row):
    caps = Job(title="Caps", customer=cast.rival)
    session.add(caps)
    session.commit()
    assert "s-gates idle" in row("J-1002")  # nothing waits for the gates of a quote
    caps.accept_quote()
    session.commit()
    cell = row("J-1002").split("of-blocked", 1)[1].split("</td>")[0]
    assert re.findall(r'<i class="(\w\w)">', cell) == ["ok", "no", "no"]
    assert cell.endswith("Art, Blanks")


def test_a_filter_is_told_as_people_write_its_value(session, cast, client_as):
    page = client_as(PRODUCTION).get("/jobs/list/?_flt_0_status=IN_PRODUCTION&_flt_2_due_on=2026-12-12").text
    chips = [
        " ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in re.findall(r'class="chip".*?</a>', page)
    ]
    assert [chip.partition(">")[2].strip() for chip in chips] == [
        "Status is In production",
        "Due before Sat 12 Dec 2026",
    ]
