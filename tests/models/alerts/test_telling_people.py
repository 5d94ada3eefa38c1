"""Whom alerts are told to: by routes, roles and who has them; under the bell, and as news for their mails."""

import pytest
import sqlalchemy as sa

from models.alerts import (
    AlertNews,
    AlertRoute,
    AlertSeverity,
    AlertType,
    Reason,
    lay_out_routes,
    mailing,
)
from models.alerts.news import hearers
from models.alerts.telling import tell
from models.core.actor import Actor, acting_as
from models.core.base import db
from models.core.errors import InvalidValue
from models.core.roles import ARTIST, MANAGER, OFFICE
from models.notifications import NotificationQueue, StaffNotification
from models.people import StaffUser
from models.settings import Setting
from tests import on_sqlite
from tests.alerts import an_alert, declared
from tests.at_once import at_once
from tests.reporting import at

S = AlertSeverity


@pytest.fixture
def alert(session, monkeypatch):
    """It is Monday noon, and the press is hot; nobody was told of anything yet."""
    for model in (AlertNews, StaffNotification, NotificationQueue):
        session.execute(sa.delete(model).execution_options(deliberate="a quiet shop"))
    declared(monkeypatch, lambda _session: [])
    with at(2026, 11, 23, 12):
        yield an_alert(session)


def grave(alert, severity=S.CRITICAL):
    alert.measure(severity=severity)
    return alert


def another(session):
    """The dryer is hot too."""
    return an_alert(session, "dryer")


def somebody(session, name):
    return session.scalars(sa.select(StaffUser).where(StaffUser.username == name)).one()


def heard(session):
    """Who has which line under the bell that they have not read."""
    session.flush()
    lines = sa.select(StaffUser.username, StaffNotification.text).join(StaffNotification.user)
    return sorted(tuple(row) for row in session.execute(lines.where(StaffNotification.read_at.is_(None))))


def mailed(session):
    """The mails that are made now: to whom, which, and of how many alerts."""
    made = [
        mailing.gather(session, session.get_one(StaffUser, each)) for each in mailing.people_to_mail(session)
    ]
    session.commit()
    return sorted(
        (mail.recipient_email.partition("@")[0], mail.type, len(mail.template_data["alert_ids"]))
        for mail in made
        if mail is not None
    )


def set_to(session, name, value):
    session.scalars(sa.select(Setting).where(Setting.name == name)).one().value = value


@on_sqlite
def test_routes_are_laid_out_once_and_what_the_shop_changed_stays(session):
    rows = session.scalars(sa.select(AlertRoute)).all()
    assert {row.type for row in rows} == set(AlertType)
    rows[0].mailed_from = None
    lay_out_routes(session)
    session.commit()
    assert session.scalar(sa.select(sa.func.count(AlertRoute.id))) == len(rows)


def test_a_warning_is_told_to_who_can_do_something_about_it(session, alert):
    tell(session, alert, Reason.NEW)
    assert heard(session) == [("manager", "Warning: press is hot")]


def test_a_critical_one_is_told_to_more_people_and_the_owner(session, alert):
    tell(session, grave(alert), Reason.NEW)
    assert [name for name, _ in heard(session)] == ["manager", "owner", "printer"]


def test_nobody_is_told_of_what_their_role_may_not_see(session, alert):
    route = sa.select(AlertRoute).where(AlertRoute.type == alert.type, AlertRoute.role == OFFICE)
    session.scalars(route).one().mailed_from = S.INFO
    session.flush()
    assert "office" not in {hearer.user.username for hearer in hearers(session, grave(alert))}


def test_a_route_that_was_emptied_tells_nobody(session, alert):
    for route in session.scalars(sa.select(AlertRoute).where(AlertRoute.type == alert.type)):
        route.in_app_from = route.mailed_from = None
    session.flush()
    tell(session, grave(alert), Reason.NEW)
    assert heard(session) == []
    assert mailed(session) == []


def test_what_somebody_has_not_read_of_an_alert_gives_way_to_the_news(session, alert):
    tell(session, alert, Reason.NEW)
    tell(session, grave(alert), Reason.RISEN)
    assert ("manager", "Now critical: press is hot") in heard(session)
    assert ("manager", "Warning: press is hot") not in heard(session)


@pytest.mark.parametrize("end", ["clear", "resolve"])
def test_what_is_over_stands_under_nobodys_bell_as_news(session, alert, end):
    tell(session, grave(alert), Reason.NEW)
    session.commit()
    getattr(alert, end)()
    session.commit()
    assert heard(session) == []


def test_who_has_an_alert_is_told_of_it_whatever_the_routes_say(session, alert):
    with acting_as(Actor("staff", "manager", "0", frozenset({MANAGER}))):
        alert.assign(somebody(session, "printer").id)
        session.commit()
    assert heard(session) == [("printer", "manager gave you an alert: press is hot")]
    tell(session, alert, Reason.RETURNED)
    assert ("printer", "Back again, warning: press is hot") in heard(session)


def test_critical_news_are_mailed_at_once_and_once(session, alert):
    tell(session, grave(alert), Reason.NEW)
    assert mailed(session) == [("manager", "ALERT", 1), ("owner", "ALERT", 1)]
    assert mailed(session) == []


def test_several_critical_ones_at_once_are_one_mail(session, alert):
    other = another(session)
    for each in (alert, other):
        tell(session, grave(each), Reason.NEW)
    assert mailed(session) == [("manager", "ALERTS", 2), ("owner", "ALERTS", 2)]


def test_all_else_waits_for_the_daily_mail(session, alert):
    tell(session, alert, Reason.NEW)
    assert mailed(session) == []
    with at(2026, 11, 24, 6, 59):
        assert mailed(session) == []
    with at(2026, 11, 24, 7):
        assert mailed(session) == [("manager", "ALERTS", 1)]
        assert mailed(session) == []
    with at(2026, 11, 25, 7):
        assert mailed(session) == []


def test_what_is_settled_or_over_by_then_is_not_mailed(session, alert):
    tell(session, alert, Reason.NEW)
    alert.resolve()
    session.commit()
    with at(2026, 11, 24, 8):
        assert mailed(session) == []


def test_a_rise_is_mailed_at_once_and_not_again_in_the_daily_mail(session, alert):
    tell(session, alert, Reason.NEW)
    tell(session, grave(alert), Reason.RISEN)
    assert mailed(session) == [("manager", "ALERT", 1), ("owner", "ALERT", 1)]
    with at(2026, 11, 24, 8):
        assert mailed(session) == []


def test_nothing_is_mailed_in_quiet_hours_and_all_of_it_when_they_end(session, alert):
    with at(2026, 11, 23, 20):
        tell(session, grave(alert), Reason.NEW)
        assert mailed(session) == []
    with at(2026, 11, 24, 6, 59):
        assert mailed(session) == []
    with at(2026, 11, 24, 7):
        assert mailed(session) == [("manager", "ALERT", 1), ("owner", "ALERT", 1)]


@on_sqlite
@pytest.mark.parametrize(
    ("begins", "ends", "quiet"),
    [("20", "7", {20, 23, 0, 6}), ("12", "14", {12, 13}), ("7", "7", set())],
)
def test_quiet_hours_may_go_over_midnight_or_be_none(session, begins, ends, quiet):
    from models.alerts.quiet import is_quiet

    set_to(session, "alert_quiet_from", begins)
    set_to(session, "alert_quiet_until", ends)
    session.flush()
    found = set()
    for hour in (0, 6, 7, 11, 12, 13, 14, 19, 20, 23):
        with at(2026, 11, 23, hour, 30):
            found |= {hour} if is_quiet(session) else set()
    assert found == quiet


@on_sqlite
@pytest.mark.parametrize("value", ["24", "-1", "noon", ""])
def test_an_hour_that_is_none_is_refused_in_words(session, value):
    with pytest.raises(InvalidValue):
        set_to(session, "alert_quiet_from", value)


def test_a_daily_hour_that_is_changed_makes_no_second_mail_on_a_day(session, alert):
    tell(session, alert, Reason.NEW)
    session.commit()
    with at(2026, 11, 24, 8):
        assert mailed(session) == [("manager", "ALERTS", 1)]
        tell(session, another(session), Reason.NEW)
        set_to(session, "alert_digest_hour", "9")
        session.commit()
    with at(2026, 11, 24, 9, 5):
        assert mailed(session) == []
    with at(2026, 11, 25, 9):
        assert mailed(session) == [("manager", "ALERTS", 1)]


def test_who_has_no_address_is_told_so_under_the_bell(session, alert):
    somebody(session, "manager").email = "nowhere"
    tell(session, alert, Reason.NEW)
    told = "Warning: press is hot. It was not mailed to you: your profile has no address."
    assert heard(session) == [("manager", told)]
    with at(2026, 11, 24, 8):
        assert mailed(session) == []


def test_who_may_not_see_it_any_more_when_the_mail_is_made_gets_none(session, alert):
    tell(session, grave(alert), Reason.NEW)
    session.flush()
    manager = somebody(session, "manager")
    manager.roles = [role for role in somebody(session, "artist").roles if role.name == ARTIST]
    session.commit()
    assert mailed(session) == [("owner", "ALERT", 1)]


def test_two_clocks_at_once_make_one_mail(shop, session, alert):
    tell(session, grave(alert), Reason.NEW)
    session.commit()
    owner = somebody(session, "owner").id
    at_once(shop, [lambda: mailing.gather(db.session(), db.session.get_one(StaffUser, owner))] * 2)
    mails = sa.select(NotificationQueue.recipient_email)
    assert session.scalars(mails).all() == ["owner@687merch.example"]
