"""Whatever is measured, resolved and snoozed, and however long the clock was off: what people are told is what a plain
account of it says."""

import datetime as dt
from decimal import Decimal

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from models.alerts import AlertStatus, BusinessAlert, telling
from models.core import clock
from tasks.alerts import check_alerts
from tests.alerts import declared, heat

NOW = dt.datetime(2026, 11, 23, 18, tzinfo=dt.UTC)

deed = st.one_of(
    st.tuples(st.just("measure"), st.integers(5, 40)),
    st.tuples(st.just("resolve"), st.just(0)),
    st.tuples(st.just("snooze"), st.integers(1, 5)),
    st.tuples(st.just("sleep"), st.integers(1, 4)),
)


class Account:
    """What a person would expect to be told, who keeps one line on paper."""

    def __init__(self):
        self.told, self.line = [], None

    def check(self, value, day):
        severity = 2 if value > 30 else 1 if value > 15 else 0
        if self.line is None and severity:
            self.line = {"worst": severity, "until": None, "quiet": False}
            self.told.append("new")
        elif self.line is not None and value <= 10:
            self.line = None
        elif self.line is not None and not self.line["quiet"]:
            self._remind(severity, day)

    def _remind(self, severity, day):
        until = self.line["until"]
        if severity > self.line["worst"]:
            self.line |= {"worst": severity, "until": None}
            self.told.append("risen")
        elif until is not None and until <= day:
            self.line["until"] = None
            self.told.append("returned")

    def resolve(self):
        if self.line is not None:
            self.line |= {"quiet": True, "until": None}

    def snooze(self, until):
        if self.line is not None and not self.line["quiet"]:
            self.line["until"] = until


def true_one(session):
    true = sa.select(BusinessAlert).where(BusinessAlert.cleared_at.is_(None))
    return session.scalars(true).one_or_none()


@pytest.fixture
def world(session, monkeypatch):
    world = {"value": 0, "told": []}
    declared(monkeypatch, lambda _session: [heat(str(world["value"]))])
    monkeypatch.setattr(telling, "_tellers", [lambda _session, _alert, why: world["told"].append(why.value)])
    return world


def do(session, world, account, deeds):
    day = 0
    for name, number in deeds:
        day += number if name == "sleep" else 0
        with clock.told_time(NOW + dt.timedelta(days=day)):
            alert = true_one(session)
            if name == "measure":
                world["value"] = number
            if name == "resolve" and alert is not None and alert.status is not AlertStatus.RESOLVED:
                alert.resolve()
            if name == "snooze" and alert is not None and alert.status is not AlertStatus.RESOLVED:
                alert.snooze(clock.shop_day() + dt.timedelta(days=number))
            session.commit()
            if name == "resolve":
                account.resolve()
            if name == "snooze":
                account.snooze(day + number)
            check_alerts(session)
            account.check(Decimal(world["value"]), day)


@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(deeds=st.lists(deed, max_size=14))
def test_people_are_told_what_a_plain_account_says(session, world, deeds):
    account = Account()
    do(session, world, account, [("measure", 5), *deeds])
    assert world["told"] == account.told
    assert (true_one(session) is None) == (account.line is None)
    do(session, world, Account(), [("measure", 5)])  # what is left clears before the next account
    world["told"].clear()
