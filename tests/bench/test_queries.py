"""A grid asks the database as little with 100,000 rows as with ten."""

from __future__ import annotations

import pytest

from models.core.roles import ADMIN
from tests.views.many_rows import fill_every_table
from tests.views.test_every_screen import FORM_LIMIT, GRID_LIMIT, asked, first_id
from views.core.screen import screen_named

pytestmark = pytest.mark.bench

ROWS = 100_000
GROWING = ["customers", "materials", "jobs", "job_gates", "job_items", "job_item_sizes", "job_status_updates"]
"""The tables that grow with the years, each after those that it refers to."""


def test_grids_and_forms_ask_little_with_a_hundred_thousand_rows(shop, client_as, database):
    fill_every_table(ROWS, only=frozenset(GROWING))
    owner = client_as(ADMIN)
    for table in GROWING:
        screen = screen_named(table)
        pages = {f"/{table}/list/": GRID_LIMIT, f"/api/v1/{table}/": GRID_LIMIT}
        if "edit" not in screen.withheld:
            pages |= {f"/{table}/add": FORM_LIMIT, f"/{table}/edit/{first_id(screen)}": FORM_LIMIT}
        for page, limit in pages.items():
            answer, sent = asked(owner, page)
            assert answer.status_code == 200, page
            print(f"{database:11}{page.split('01')[0]:34}{len(sent)} of {limit} queries")  # noqa: T201
            assert len(sent) <= limit, sent
