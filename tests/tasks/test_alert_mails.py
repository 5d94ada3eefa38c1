"""Mails about alerts through a real mail server: critical ones at once, all else once a day, each once."""

import pytest
import sqlalchemy as sa

from models.alerts import AlertNews, AlertSeverity, BusinessAlert, Reason
from models.alerts.telling import tell
from models.notifications import NotificationStatus, StaffNotification
from models.people import StaffUser
from tasks.alerts import check_alerts, mail_alerts
from tasks.outbox import drain
from tests.alerts import an_alert, declared, heat
from tests.reporting import at

from .smtp import html_of, serving, text_of

S = AlertSeverity


@pytest.fixture
def alert(session, outbox, monkeypatch):
    """It is Monday noon, and the press is hot."""
    session.execute(sa.delete(AlertNews).execution_options(deliberate="a quiet shop"))
    declared(monkeypatch, lambda _session: [])
    with at(2026, 11, 23, 12):
        yield an_alert(session, trigger_data={"Since": "10:40"}, address="/machines/show/press")


def told(session, alert, severity, reason=Reason.NEW):
    alert.measure(severity=severity)
    tell(session, alert, reason)
    session.commit()


def mailed(session):
    """What the clock has the shop send now."""
    mail_alerts(session)
    drain()


def received(smtp, name):
    return [mail for mail in smtp.messages if mail["To"] == f"{name}@687merch.example"]


def test_a_critical_alert_is_one_mail_with_its_numbers_and_its_button(session, alert, smtp):
    told(session, alert, S.CRITICAL)
    for _ in range(3):
        mailed(session)
    (mail,) = received(smtp, "manager")
    assert mail["Subject"] == "Critical: press is hot"
    for body in (text_of(mail), html_of(mail)):
        for said in ("31 °C", "15 °C", "10:40", "Machines that are too hot.", "Open the machine"):
            assert said in body
        assert f"/alerts/{alert.id}/" in body
        assert "/machines/show/press" in body


def test_a_day_of_news_is_one_mail_a_person_and_a_quiet_day_none(session, alert, smtp):
    told(session, alert, S.WARNING)
    mailed(session)
    assert smtp.messages == []
    for day in (24, 25):
        with at(2026, 11, day, 7, 30):
            for _ in range(3):
                mailed(session)
    (mail,) = smtp.messages
    assert (mail["To"], mail["Subject"]) == ("manager@687merch.example", "1 new alert since yesterday")
    assert "The press has 31 °C." in text_of(mail)


def test_what_a_server_that_is_down_does_not_take_arrives_later_and_once(
    session, alert, outbox, no_server, mail_through
):
    told(session, alert, S.CRITICAL)
    mailed(session)
    assert {mail.status for mail in outbox()} == {NotificationStatus.PENDING}
    with at(2026, 11, 23, 13), serving() as (smtp, port):
        mail_through(port)
        for _ in range(2):
            mailed(session)
        assert sorted(mail["To"] for mail in smtp.messages) == [
            "manager@687merch.example",
            "owner@687merch.example",
        ]


def test_a_mail_that_waited_says_what_became_of_it_meanwhile(session, alert, no_server, mail_through):
    told(session, alert, S.CRITICAL)
    mailed(session)
    alert.clear()
    session.commit()
    with at(2026, 11, 23, 13), serving() as (smtp, port):
        mail_through(port)
        mailed(session)
        assert "Over by itself since Mon 23 Nov." in text_of(smtp.messages[0])


def test_who_may_not_see_it_any_more_gets_nothing_that_waited(
    session, alert, outbox, no_server, mail_through
):
    told(session, alert, S.CRITICAL)
    mailed(session)
    for user in session.scalars(sa.select(StaffUser).where(StaffUser.username == "manager")):
        user.roles = []
    session.commit()
    with at(2026, 11, 23, 13), serving() as (smtp, port):
        mail_through(port)
        mailed(session)
        assert [mail["To"] for mail in smtp.messages] == ["owner@687merch.example"]
    assert "not for manager@687merch.example any more" in outbox(NotificationStatus.FAILED)[0].error


@pytest.fixture
def heated(session, outbox, monkeypatch):
    """A rule that reads how hot the press is: what the list holds; it is Monday noon."""
    readings = []
    declared(monkeypatch, lambda _session: list(readings))
    with at(2026, 11, 23, 12):
        check_alerts(session)
        yield readings


def checked(session, readings, *degrees):
    """The press is so hot, one after the other, and each time the clock checks and mails."""
    for each in degrees:
        readings[:] = [heat(each)]
        check_alerts(session)
        mailed(session)


def test_a_hundred_checks_of_one_breach_are_one_alert_and_one_mail(session, heated, smtp):
    checked(session, heated, *["31"] * 100)
    assert session.scalar(sa.select(sa.func.count(BusinessAlert.id))) == 1
    assert len(received(smtp, "manager")) == len(received(smtp, "owner")) == 1
    assert session.scalar(sa.select(sa.func.count(StaffNotification.id)).where(_of_alerts())) == 3


def test_flapping_around_the_threshold_is_one_line_in_one_daily_mail(session, heated, smtp):
    checked(session, heated, *["16", "14"] * 20, "16")
    for day in (24, 25):
        with at(2026, 11, day, 7, 30):
            checked(session, heated, "16", "14", "16")
    (mail,) = smtp.messages
    assert text_of(mail).count("press is hot") == 1


def test_a_rise_is_mailed_once_more_and_a_fall_not(session, heated, smtp):
    checked(session, heated, "16", "31", "31", "20", "31", "16")
    assert [mail["Subject"] for mail in received(smtp, "manager")] == ["Critical: press is hot"]
    with at(2026, 11, 24, 7, 30):
        checked(session, heated, "16", "16")
    assert len(received(smtp, "manager")) == 1


def test_what_is_resolved_while_it_is_true_stays_quiet_until_it_has_cleared_once(session, heated, smtp):
    checked(session, heated, "31")
    session.scalars(sa.select(BusinessAlert)).one().resolve()
    session.commit()
    checked(session, heated, "31", "40")
    assert len(received(smtp, "manager")) == 1
    checked(session, heated, "9", "31")
    assert len(received(smtp, "manager")) == 2


def test_a_night_without_a_clock_loses_nothing(session, heated, smtp):
    checked(session, heated, "16")
    with at(2026, 11, 25, 15):
        checked(session, heated, "16", "16")
    assert [mail["Subject"] for mail in smtp.messages] == ["1 new alert since yesterday"]


def _of_alerts():
    return StaffNotification.url.like("/alerts/%")
