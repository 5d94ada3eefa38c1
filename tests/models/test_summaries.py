"""The daily summary, and stopping mails by the link in them."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from models.core import clock
from models.customers import CustomerContact
from models.notifications import ContactNotification, CustomerEvent, NotificationQueue, tell_contact
from models.notifications.preferences import Wish, choose, wish_of
from models.notifications.summaries import contacts_to_summarise, summarise, summary_moment
from models.notifications.unsubscribing import SUMMARY, subscription_by_token, unsubscribe_token

E = CustomerEvent
NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.timezone(dt.timedelta(hours=-6)))


@pytest.fixture
def ann(session, cast):
    for model in (NotificationQueue, ContactNotification):
        for row in session.scalars(sa.select(model)):
            session.delete(row)
    contact = session.scalars(sa.select(CustomerContact).where(CustomerContact.name == "Ann")).one()
    choose(session, contact, E.NEW_MESSAGE, Wish(digest=True))
    session.commit()
    return contact


def tell(session, contact, key, moment=NOON):
    with clock.told_time(moment):
        tell_contact(
            session, contact, E.NEW_MESSAGE, text=f"News {key}.", path="/portal/messages/", dedup_key=key
        )
        session.commit()


def summarised(session, moment):
    """The lines that are mailed at `moment`."""
    with clock.told_time(moment):
        lines = []
        for contact_id in contacts_to_summarise(session):
            mail = summarise(session, session.get_one(CustomerContact, contact_id))
            lines += [text for text, _path in mail.template_data["news"]] if mail else []
        session.commit()
        return lines


def test_the_summary_gathers_a_days_news_into_one_mail_after_its_hour(session, ann):
    tell(session, ann, "one")
    tell(session, ann, "two")
    assert summarised(session, NOON + dt.timedelta(hours=4)) == []
    assert summarised(session, NOON + dt.timedelta(hours=6)) == ["News one.", "News two."]
    mail = session.scalars(sa.select(NotificationQueue)).one()
    assert (mail.type, mail.recipient_email) == ("DAILY_SUMMARY", "ann@acme.example")


def test_what_was_summarised_is_not_told_again(session, ann):
    tell(session, ann, "one")
    summarised(session, NOON + dt.timedelta(hours=6))
    assert summarised(session, NOON + dt.timedelta(days=1, hours=6)) == []


def test_a_night_without_power_loses_no_summary(session, ann):
    tell(session, ann, "one")
    assert summarised(session, NOON + dt.timedelta(days=2)) == ["News one."]


def test_news_after_the_hour_wait_for_the_next_day(session, ann):
    tell(session, ann, "late", NOON + dt.timedelta(hours=7))
    assert summarised(session, NOON + dt.timedelta(hours=8)) == []
    assert summarised(session, NOON + dt.timedelta(days=1, hours=5)) == ["News late."]


def test_who_stopped_the_mails_meanwhile_gets_no_summary(session, ann):
    tell(session, ann, "one")
    choose(session, ann, E.NEW_MESSAGE, Wish(email=False))
    session.commit()
    assert summarised(session, NOON + dt.timedelta(hours=6)) == []
    assert contacts_to_summarise(session) == []


def test_the_hour_is_the_shops_also_on_the_day_the_clocks_change(session, ann):
    after = dt.datetime(2026, 11, 1, 23, 30, tzinfo=dt.UTC)
    with clock.told_time(after):
        assert summary_moment(session) == dt.datetime(2026, 11, 1, 23, tzinfo=dt.UTC)


def test_a_token_stops_the_mails_of_its_event_and_leaves_the_portal(session, ann):
    subscription_by_token(session, unsubscribe_token(ann.id, E.NEW_MESSAGE)).stop(session)
    session.commit()
    assert wish_of(session, ann, E.NEW_MESSAGE) == Wish(email=False)
    assert wish_of(session, ann, E.JOB_STATUS_UPDATE) == Wish()


def test_the_token_of_a_summary_stops_all_that_is_gathered_in_it(session, ann):
    subscription = subscription_by_token(session, unsubscribe_token(ann.id, SUMMARY))
    assert not subscription.is_stopped(session)
    subscription.stop(session)
    session.commit()
    assert wish_of(session, ann, E.NEW_MESSAGE) == Wish(email=False)
    assert subscription.is_stopped(session)


def test_a_token_for_one_event_does_not_open_another(session, ann):
    token = unsubscribe_token(ann.id, E.NEW_MESSAGE)
    assert subscription_by_token(session, token.replace("new_message", "new_file")) is None


@pytest.mark.parametrize("token", ["", "x", "x.new_file.y", "x.nothing.y", "a" * 5000, "ä.new_file.ä"])
def test_what_was_never_given_out_stops_nothing(session, ann, token):
    assert subscription_by_token(session, token) is None
