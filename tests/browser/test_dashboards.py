"""Every dashboard of a shop that has a past, in every look: each chart is drawn whole, and can be taken along."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import SimpleNamespace

import pytest

from models.core.roles import ADMIN
from tests.app.running_shop import running_shop
from views.dashboards import DASHBOARDS

from .charts import faults_of_charts, wait_until_drawn
from .looks import faults_of
from .signing_in import sign_in

A_PNG = b"\x89PNG\r\n"


@pytest.fixture(scope="module")
def demo(demo_in, tmp_path_factory):
    """A running demo shop: its `address`, and the id of a `job` of it."""
    directory = tmp_path_factory.mktemp("dashboards") / "data"
    demo_in(directory)
    with sqlite3.connect(f"file:{directory / 'shop.db'}?mode=ro", uri=True) as rows:
        (job,) = rows.execute(
            "select job_id from job_margins where total_costs > 0 order by job_id"
        ).fetchone()
    with running_shop(directory) as running:
        yield SimpleNamespace(address=running.address, job=job)


@pytest.fixture
def owner(page, demo):
    """The owner, who may open all of them."""
    sign_in(page, demo.address, ADMIN)
    return page


def address_of(board, demo):
    """Where a dashboard is; one of a job or of a key figure names one."""
    named = {"job": demo.job, "figure": "revenue"}
    asked = "&".join(f"{name}={value}" for name, value in named.items() if name in board.filters)
    return f"{demo.address}/dashboards/{board.name}?{asked}"


@pytest.mark.parametrize("name", DASHBOARDS)
def test_every_chart_of_a_dashboard_is_drawn_whole_in_every_look(name, owner, demo, troubles):
    answer = owner.goto(address_of(DASHBOARDS[name], demo))
    assert answer.status == 200
    assert faults_of(owner, faults_of_charts) + troubles == []


def test_a_chart_is_taken_along_as_a_picture_and_as_numbers(owner, demo):
    owner.goto(f"{demo.address}/dashboards/production")
    wait_until_drawn(owner)
    section = owner.locator("#pieces-by-month")
    assert _saved(owner, section.get_by_role("button", name="as a picture")).startswith(A_PNG)
    numbers = _saved(owner, section.get_by_role("link", name="as CSV")).decode().splitlines()
    assert len(numbers) == 1 + section.locator("tbody tr").count()


def _saved(page, button):
    with page.expect_download() as waiting:
        button.click()
    return Path(waiting.value.path()).read_bytes()
