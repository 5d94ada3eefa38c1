"""Areas show what they know of a job on its page, for whom it is meant."""

from __future__ import annotations

import pytest
from jinja2 import ChoiceLoader, DictLoader

from models.core.roles import ARTIST, OFFICE
from tests import on_sqlite
from views.core.access.person import is_granted
from views.jobs import panels
from views.jobs.panels import job_panel

pytestmark = on_sqlite


@pytest.fixture
def page_of_the_job(shop, client_as, cast, monkeypatch):
    """The job's page for a role, with a panel that only readers of payments see."""
    monkeypatch.setattr(panels, "_PANELS", [])
    body = DictLoader({"money_in.html": "<p>{{ panel.shown }} of {{ row.number }}</p>"})
    monkeypatch.setattr(shop.jinja_env, "loader", ChoiceLoader([body, shop.jinja_env.loader]))

    @job_panel("Money in", template="money_in.html", position=10)
    def money_in(_job):
        return "$120.00" if is_granted("can_list", "payments") else None

    return lambda role: client_as(role).get(f"/jobs/show/{cast.job.id}").text


def test_a_panel_that_says_nothing_is_not_in_the_page(page_of_the_job):
    assert "Money in" not in page_of_the_job(ARTIST)


def test_a_panel_that_says_something_is_a_section_with_its_way_among_the_tabs(page_of_the_job, cast):
    text = page_of_the_job(OFFICE)
    assert f"<p>$120.00 of {cast.job.number}</p>" in text.split('id="money-in"', 1)[1]
    assert 'href="#money-in"' in text
