"""What a job costs, on its page: for those who may see costs, and absent for everybody else."""

from __future__ import annotations

import re

import pytest

from models.core.roles import ARTIST, BOOKKEEPER, MANAGER, OFFICE, PRODUCTION
from models.costing.comparing import costs_of
from tests import on_sqlite
from tests.models.costing.facts import Statements, worked
from views.jobs.panels import MOST_STATEMENTS

pytestmark = on_sqlite


@pytest.fixture
def page(session, cast, client_as):
    """The job's page for a role, with half an hour of work on it."""
    worked(session, cast.job, "0.5", "24.00")
    session.commit()
    return lambda role: client_as(role).get(f"/jobs/show/{cast.job.id}").text


@pytest.mark.parametrize("role", [MANAGER, BOOKKEEPER])
def test_those_who_see_costs_see_estimate_actual_and_the_rows_behind(page, role):
    text = page(role).split('id="costs"', 1)[1].split("</section>")[0]
    assert 'scope="col">Estimate</th>' in text
    assert "$12.00" in text
    assert "Rosa" in text
    assert "97.33 %" in text
    assert "Why it differs from the first estimate" in text
    assert not re.search(r"\$0(?![.\d])", text)  # nothing spent has its cents too


@pytest.mark.parametrize("role", [OFFICE, ARTIST, PRODUCTION])
def test_others_find_nothing_of_it_in_the_page(page, role):
    text = page(role)
    assert 'id="costs"' not in text
    assert "#costs" not in text
    assert "$12.00" not in text
    assert "97.33" not in text


def test_the_panel_asks_no_more_than_a_panel_may(session, cast):
    with Statements(session) as asked:
        assert costs_of(cast.job) is not None
    assert len(asked) <= MOST_STATEMENTS
