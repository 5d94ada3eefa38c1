"""The drain: every mail goes out once, whatever the server does."""

from __future__ import annotations

import threading

import sqlalchemy as sa

from models.core import clock
from models.core.base import db
from models.links import link_for
from models.notifications import NotificationStatus, StaffNotification, queue_mail
from models.settings import Setting
from tasks import outbox as tasks_outbox
from tasks.outbox import drain
from tasks.running import stopping

from .smtp import html_of, serving, text_of

N = NotificationStatus


def statuses(outbox):
    return [mail.status for mail in outbox()]


def test_a_move_reaches_its_customer_over_smtp(session, quote, outbox, smtp):
    quote.send_quote()
    session.commit()

    assert drain() == 1
    (message,) = smtp.messages
    assert message["To"] == "ann@acme.example"
    assert message["Subject"] == f"Your quote is ready ({quote.number} Trail shirts)"
    assert statuses(outbox) == [N.SENT]


def test_a_second_drain_sends_nothing_again(session, quote, smtp):
    quote.send_quote()
    session.commit()
    drain()
    assert drain() == 0
    assert len(smtp.messages) == 1


def test_a_batch_goes_over_one_connection(queue_invitations, smtp):
    queue_invitations(20)
    assert drain() == 20
    assert len(smtp.connections) == 1


def test_the_move_is_noted_as_told(session, quote, smtp):
    quote.send_quote()
    session.commit()
    drain()
    session.expire_all()
    assert [update.notification_sent for update in quote.status_updates] == [True]


def test_the_customer_gets_the_link_and_the_outbox_keeps_it_masked(session, quote, outbox, smtp):
    quote.send_quote()
    session.commit()
    drain()

    token = link_for(session, quote).token()
    assert f"/d/{token}" in text_of(smtp.messages[0])
    assert f"/d/{token}" in html_of(smtp.messages[0])
    (mail,) = outbox()
    assert "Your quote is ready" in mail.content
    assert token not in mail.content


def test_a_passing_refusal_is_tried_again_later(queue_invitations, outbox, smtp):
    smtp.recipient = lambda _address: "451 try later"
    queue_invitations(1)
    drain()
    (mail,) = outbox()
    assert (mail.status, mail.attempts) == (N.PENDING, 1)
    assert "451 try later" in mail.error
    assert mail.due_at > clock.now()


def test_a_lasting_refusal_is_a_dead_letter_of_which_office_is_told(session, queue_invitations, outbox, smtp):
    smtp.recipient = lambda _address: "550 no such user"
    queue_invitations(1)
    drain()
    assert statuses(outbox) == [N.FAILED]
    assert any("550 no such user" in text for text in session.scalars(sa.select(StaffNotification.text)))


def test_a_refused_content_is_a_dead_letter(queue_invitations, outbox, smtp):
    smtp.content = lambda _message: "554 looks like spam"
    queue_invitations(1)
    drain()
    assert statuses(outbox) == [N.FAILED]


def test_one_refused_mail_does_not_hold_up_the_others(queue_invitations, outbox, smtp):
    smtp.recipient = lambda address: "550 no such user" if address.startswith("c1@") else None
    queue_invitations(3)
    assert drain() == 2
    assert statuses(outbox) == [N.SENT, N.FAILED, N.SENT]


def test_a_server_that_is_down_costs_no_attempt(queue_invitations, outbox, no_server):
    queue_invitations(2)
    assert drain() == 0
    assert [(mail.status, mail.attempts) for mail in outbox()] == [(N.PENDING, 0)] * 2
    assert "does not answer" in outbox()[0].error


def test_what_waited_for_the_server_goes_out_when_it_is_back(
    queue_invitations, outbox, no_server, monkeypatch
):
    monkeypatch.setattr(tasks_outbox, "_SERVER_PAUSE", -tasks_outbox._SERVER_PAUSE)
    queue_invitations(2)
    drain()
    with serving(no_server) as (server, _):
        assert drain() == 2
        assert len(server.messages) == 2


def test_a_server_lost_between_two_mails_loses_and_doubles_none(queue_invitations, outbox, smtp):
    smtp.content = lambda message: "hang up" if str(message["To"]).startswith("c1@") else None
    queue_invitations(4)
    drain()
    first, lost, *rest = outbox()
    assert first.status == N.SENT
    assert (lost.status, lost.attempts) == (N.PENDING, 1)
    assert [(mail.status, mail.attempts) for mail in rest] == [(N.PENDING, 0)] * 2
    assert lost.due_at > max(mail.due_at for mail in rest)  # it may be what the server could not bear


def test_an_address_that_is_none_is_a_dead_letter(session, outbox, smtp, queue_invitations):
    queue_invitations(1)
    queue_mail(session, "staff_invitation", "x@y\r\nBcc: z@y", outbox()[0].template_data, "bad")
    session.commit()
    assert drain() == 1
    assert statuses(outbox) == [N.SENT, N.FAILED]


def test_a_mail_that_nobody_registered_is_a_dead_letter(session, outbox, smtp):
    queue_mail(session, "carrier_pigeon", "owner@687merch.example", {}, "pigeon")
    session.commit()
    drain()
    (mail,) = outbox()
    assert mail.status == N.FAILED
    assert "carrier_pigeon" in mail.error


def test_a_mail_that_cannot_be_written_waits_and_holds_up_no_other(session, outbox, smtp, queue_invitations):
    queue_mail(session, "staff_invitation", "first@687merch.example", {}, "without its data")
    queue_invitations(1)
    assert drain() == 1
    assert [mail.status for mail in outbox()] == [N.PENDING, N.SENT]


def test_nothing_is_locked_while_the_server_is_spoken_to(shop, session, queue_invitations, smtp):
    written = []

    def write_meanwhile():
        with shop.app_context():
            db.session.add(Setting(name=f"written meanwhile {len(written)}", value="1"))
            db.session.commit()
            written.append(True)

    smtp.during = write_meanwhile
    queue_invitations(3)
    drain()
    assert len(written) == 3


def test_two_drains_at_once_send_each_mail_once(shop, queue_invitations, outbox, smtp):
    queue_invitations(60)
    sent = []

    def one():
        with shop.app_context():
            sent.append(drain())

    threads = [threading.Thread(target=one) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(sent) == 60
    assert len(set(smtp.message_ids)) == len(smtp.message_ids) == 60
    assert set(statuses(outbox)) == {N.SENT}


def test_a_drain_that_is_told_to_stop_gives_back_what_it_holds(queue_invitations, outbox, smtp):
    smtp.during = stopping.set
    queue_invitations(3)
    try:
        assert drain() == 1
    finally:
        stopping.clear()
    assert [(mail.status, mail.attempts) for mail in outbox()] == [
        (N.SENT, 1),
        (N.PENDING, 0),
        (N.PENDING, 0),
    ]
    assert {mail.locked_by for mail in outbox()} == {None}


def test_without_a_server_the_mail_is_kept_as_a_file(shop, session, quote, outbox):
    quote.send_quote()
    session.commit()
    drain()
    (mail,) = outbox()
    file = shop.config["MAIL_FOLDER"] / f"{mail.id}.eml"
    assert b"Subject: Your quote is ready" in file.read_bytes()
    assert mail.status == N.SENT
