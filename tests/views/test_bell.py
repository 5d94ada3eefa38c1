"""What staff are told: each person sees the own notifications, and nobody else's."""

from __future__ import annotations

import pytest

from models.core.roles import MANAGER, OFFICE, PRODUCTION
from models.notifications import tell_staff
from tests.browsing import csrf_token, post_form


@pytest.fixture
def told(session):
    """The office was told something about a job."""
    (notification,) = tell_staff(session, {OFFICE}, "Acme wants to know more", "/jobs/list/")
    session.commit()
    return notification


def test_each_person_sees_the_own_notifications(client_as, told):
    assert "Acme wants to know more" in client_as(OFFICE).get("/notifications/").text
    assert "Acme wants to know more" not in client_as(PRODUCTION).get("/notifications/").text


def test_what_was_read_counts_no_more(client_as, told):
    browser = client_as(OFFICE)
    assert browser.get("/notifications/unread.json").get_json() == {"count": 1}
    data = {"csrf_token": csrf_token(browser, "/notifications/"), "back": "/notifications/"}
    answer = browser.post(f"/staff_notifications/{told.id}/mark_read", data=data)
    assert answer.location == "/notifications/"
    assert browser.get("/notifications/unread.json").get_json() == {"count": 0}


def test_nobody_marks_what_somebody_else_was_told(session, client_as, told):
    browser = client_as(MANAGER)
    data = {"csrf_token": csrf_token(browser, "/customers/add")}
    answer = browser.post(f"/staff_notifications/{told.id}/mark_read", data=data)
    assert answer.status_code == 403
    assert "only they can mark it" in answer.text
    assert "Acme wants to know more" not in answer.text
    assert "Acme wants to know more" not in browser.get(f"/staff_notifications/{told.id}/mark_read").text
    session.expire_all()
    assert told.read_at is None


@pytest.mark.on_sqlite
def test_a_stranger_is_told_nothing(client_as):
    assert client_as("anonymous").get("/notifications/").status_code == 302
    assert client_as("anonymous").get("/notifications/unread.json").status_code == 401


@pytest.mark.on_sqlite
def test_a_link_of_a_notification_leads_only_into_the_shop(session, client_as):
    tell_staff(session, {OFFICE}, "Look there", "//evil.example")
    session.commit()
    assert "evil.example" not in client_as(OFFICE).get("/notifications/").text


def test_an_archived_row_offers_to_come_back_and_says_why_not_the_other(session, client_as, cast):
    browser = client_as(OFFICE)
    page = f"/customers/show/{cast.rival.id}"
    assert "Rival is not archived." in browser.get(page).text
    assert post_form(browser, f"/customers/{cast.rival.id}/archive").status_code == 303
    assert "Rival is archived already." in browser.get(page).text
    assert post_form(browser, f"/customers/{cast.rival.id}/archive").status_code == 409
