"""The pages of the mail queue and of what staff are told."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from models.core import clock
from models.core.roles import ARTIST, MANAGER, OFFICE
from models.notifications import NotificationQueue, NotificationStatus, claim, give_up, queue_mail


@pytest.fixture
def waiting(session):
    """One mail that has waited for twelve minutes."""
    for mail in session.scalars(sa.select(NotificationQueue)):
        session.delete(mail)
    session.commit()
    with clock.told_time(clock.now() - dt.timedelta(minutes=12, seconds=5)):
        mail = queue_mail(session, "audit_seal", "owner@687merch.example", {}, "a key")
        session.commit()
    mail_id = mail.id
    session.commit()
    return mail_id


@pytest.fixture
def dead_letter(session, waiting):
    """That mail, given up."""
    (held,) = claim(session, "worker", 1)
    give_up(session, held, "worker", "550 no such user")
    session.commit()
    return waiting


def status_of(session, mail_id):
    session.expire_all()
    status = session.get_one(NotificationQueue, mail_id).status
    session.commit()
    return status


def test_the_queue_says_how_long_the_oldest_mail_waits(client_as, waiting):
    page = client_as(OFFICE).get("/notification_queue/list/").text
    assert "1 mail waits" in page
    assert "the oldest for 12 min" in page


def test_the_queue_shows_why_a_mail_was_given_up(client_as, dead_letter):
    page = client_as(OFFICE).get("/notification_queue/list/").text
    assert "1 was given up" in page
    assert "550 no such user" in page


def test_office_retries_a_dead_letter(program_as, session, dead_letter):
    answer = program_as(OFFICE).post(f"/api/v1/notification_queue/{dead_letter}/retry", json={})
    assert answer.status_code == 200
    assert status_of(session, dead_letter) == NotificationStatus.PENDING


def test_a_manager_cancels_a_waiting_mail(program_as, session, waiting):
    answer = program_as(MANAGER).post(f"/api/v1/notification_queue/{waiting}/cancel", json={})
    assert answer.status_code == 200
    assert status_of(session, waiting) == NotificationStatus.CANCELLED


def test_cancelling_a_mail_that_is_being_sent_is_a_conflict(program_as, session, waiting):
    claim(session, "worker", 1)
    session.commit()
    answer = program_as(OFFICE).post(f"/api/v1/notification_queue/{waiting}/cancel", json={})
    assert answer.status_code == 409
    assert "is being sent" in answer.json["message"]


def test_an_artist_neither_reads_the_queue_nor_acts_on_it(program_as, waiting):
    artist = program_as(ARTIST)
    assert artist.get("/api/v1/notification_queue/").status_code == 403
    assert artist.post(f"/api/v1/notification_queue/{waiting}/cancel", json={}).status_code == 403


def test_nobody_writes_a_mail_by_hand(program_as, waiting):
    owner = program_as("Admin")
    assert owner.post("/api/v1/notification_queue/", json={"type": "X"}).status_code in (403, 404, 405)
    assert owner.put(f"/api/v1/notification_queue/{waiting}", json={"status": "SENT"}).status_code in (
        403,
        404,
        405,
    )
