"""The rows of alerts over REST, and what their rules are set to in forms."""

import datetime as dt

import pytest
import sqlalchemy as sa

from models.alerts import AlertRule, lay_out_rules
from models.core import clock
from models.core.roles import ADMIN, MANAGER, OFFICE, PRODUCTION
from tests.alerts import an_alert, declared
from tests.browsing import post_form


@pytest.fixture
def alert(session, monkeypatch):
    """The press is hot: for managers and production."""
    declared(monkeypatch, lambda _session: [])
    lay_out_rules(session)
    return an_alert(session)


def test_a_program_settles_and_puts_off_an_alert(session, alert, program_as):
    until = clock.shop_day() + dt.timedelta(days=3)
    address = f"/api/v1/business_alerts/{alert.id}"
    assert (
        program_as(PRODUCTION).post(f"{address}/snooze", json={"until": until.isoformat()}).status_code == 200
    )
    past = program_as(PRODUCTION).post(f"{address}/snooze", json={"until": "2020-01-01"})
    assert (past.status_code, "after today" in past.text) == (422, True)
    assert program_as(OFFICE).post(f"{address}/resolve", json={}).status_code == 403
    assert program_as(MANAGER).post(f"{address}/resolve", json={"reason": "Done"}).status_code == 200


def test_a_form_says_what_is_wrong_with_the_limits(client_as, session, alert):
    rule = session.scalars(sa.select(AlertRule).where(AlertRule.name == "heat")).one()
    answer = post_form(client_as(ADMIN), f"/alert_rules/edit/{rule.id}", threshold="5")
    assert "would end it where it begins" in answer.text
    session.expire_all()
    assert rule.threshold == 15
