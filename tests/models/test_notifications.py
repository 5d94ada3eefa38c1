"""The outbox: what queues a mail, what stops it, and who may hold it."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from models.core import clock
from models.core.actor import Actor, acting_as
from models.core.errors import DoorLocked, NotAllowed, RuleBroken
from models.core.roles import OFFICE
from models.customers import Customer
from models.jobs import Job, JobStatus, JobStatusUpdate
from models.notifications import (
    NotificationQueue,
    NotificationStatus,
    StaffNotification,
    StatusMail,
    Telling,
    claim,
    give_back,
    give_up,
    is_any_due,
    mark_sent,
    queue_mail,
    tell_staff,
    try_later,
)
from models.people import StaffUser
from models.settings import Setting

N = NotificationStatus


@pytest.fixture
def outbox(session):
    """The mails queued since the cast was made, oldest first."""
    for mail in session.scalars(sa.select(NotificationQueue)):
        session.delete(mail)
    session.commit()

    def mails(status=None):
        session.expire_all()
        found = sa.select(NotificationQueue).order_by(NotificationQueue.id)
        return list(
            session.scalars(found if status is None else found.where(NotificationQueue.status == status))
        )

    return mails


@pytest.fixture
def quote(session, cast, outbox):
    job = Job(title="Trail shirts", customer=cast.acme)
    session.add(job)
    session.commit()
    return job


def queued(session, key="one", **more):
    mail = queue_mail(session, "audit_seal", "owner@687merch.example", {}, key, **more)
    session.commit()
    return mail


def staff_texts(session):
    return list(session.scalars(sa.select(StaffNotification.text).order_by(StaffNotification.id)))


def test_sending_a_quote_queues_one_mail_about_the_move(session, quote, outbox):
    quote.send_quote()
    session.commit()

    (mail,) = outbox()
    update = session.scalars(sa.select(JobStatusUpdate).where(JobStatusUpdate.job_id == quote.id)).one()
    assert (mail.type, mail.recipient_email, mail.status) == (
        "JOB_STATUS_UPDATE",
        "ann@acme.example",
        N.PENDING,
    )
    assert mail.dedup_key == f"job_status_update:{update.id}:{mail.contact_id}"
    assert mail.contact.name == "Ann"
    assert (mail.job_id, mail.status_update_id) == (quote.id, update.id)


def test_completing_a_job_queues_only_the_mail_of_completion(session, cast, outbox):
    for verb in ("send_to_quality_check", "pack", "ready_for_pickup"):
        getattr(cast.job, verb)()
        session.commit()
    for mail in claim(session, "worker", 10):
        mark_sent(session.connection(), mail, "worker", "s", "c")
    cast.job.complete()
    session.commit()

    assert [mail.type for mail in outbox(N.PENDING)] == ["JOB_COMPLETED"]


def test_an_internal_move_mails_nobody(session, cast, outbox):
    cast.job.send_to_quality_check()
    session.commit()
    assert outbox() == []


def test_a_move_kept_from_the_customer_mails_nobody(session, quote, outbox):
    quote.send_quote(is_customer_visible=False)
    session.commit()
    assert outbox() == []


def test_an_imported_job_mails_nobody(session, quote, outbox):
    quote.import_as(JobStatus.SHIPPED)
    session.commit()
    assert outbox() == []


def test_a_hold_mails_only_when_asked(session, cast, outbox):
    cast.job.hold("Ink is missing")
    session.commit()
    assert outbox() == []
    cast.job.resume()
    session.commit()
    cast.job.hold("Ink is missing", tell_customer=True)
    session.commit()
    assert [mail.template_data["status"] for mail in outbox(N.PENDING)] == ["ON_HOLD"]


def test_a_remake_does_not_tell_the_customer_again_that_production_began(session, quote, outbox):
    for verb in ("accept_quote", "begin_prep"):
        getattr(quote, verb)()
    for gate in quote.gates:
        if gate.is_blocked:
            gate.mark_passed()
    quote.mark_ready()
    quote.start_production()
    session.commit()
    told = len(outbox())
    quote.send_to_quality_check()
    quote.remake("Crooked", 3)
    session.commit()
    assert len(outbox()) == told


def test_a_later_mail_of_the_job_supersedes_a_pending_one(session, quote, outbox):
    quote.send_quote()
    session.commit()
    quote.accept_quote()
    session.commit()
    assert [(mail.template_data["status"], mail.status) for mail in outbox()] == [
        ("QUOTE_SENT", N.CANCELLED),
        ("APPROVED", N.PENDING),
    ]


def test_a_mail_that_is_being_sent_is_not_superseded(session, quote, outbox):
    quote.send_quote()
    session.commit()
    (held,) = claim(session, "worker", 10)
    session.commit()
    quote.accept_quote()
    session.commit()
    assert mark_sent(session.connection(), held, "worker", "Your quote", "…")


def test_mails_of_another_job_are_not_superseded(session, quote, cast, outbox):
    other = Job(title="Caps", customer=cast.rival)
    session.add(other)
    quote.send_quote()
    session.commit()
    other.send_quote()
    session.commit()
    assert len(outbox(N.PENDING)) == 2


def test_undoing_a_move_stops_its_pending_mail_and_sends_none(session, quote, outbox):
    quote.send_quote()
    session.commit()
    quote.step_back("Sent too early")
    session.commit()
    assert [mail.status for mail in outbox()] == [N.CANCELLED]


def test_a_mail_that_waits_is_not_sent_to_a_customer_whose_job_it_is_no_longer(session, quote, cast, outbox):
    quote.send_quote()
    session.commit()
    quote.customer = cast.rival
    session.commit()
    assert [mail.status for mail in outbox()] == [N.CANCELLED]


def test_the_mail_waits_for_the_shops_delay(session, quote, outbox):
    setting = session.scalars(sa.select(Setting).where(Setting.name == "mail_delay_minutes")).one()
    setting.value = "10"
    quote.send_quote()
    session.commit()
    assert not is_any_due(session)
    with clock.told_time(clock.now() + dt.timedelta(minutes=11)):
        assert is_any_due(session)


def test_a_customer_without_an_address_gets_no_mail_and_office_is_told(session, outbox):
    job = Job(title="Walk-in tees", customer=Customer(name="Walk-in"))
    session.add(job)
    session.commit()
    job.send_quote()
    session.commit()

    assert outbox() == []
    (text,) = staff_texts(session)
    assert "Walk-in" in text
    assert "no" in text
    assert "e-mail address" in text


def test_accepting_a_rush_queues_its_mail(session, quote, outbox):
    quote.accept_rush()
    session.commit()
    assert [mail.type for mail in outbox()] == ["RUSH_JOB_ACCEPTED"]


def test_the_shop_may_turn_a_mail_off(session, quote, outbox):
    row = session.scalars(sa.select(StatusMail).where(StatusMail.status == JobStatus.QUOTE_SENT)).one()
    row.telling = Telling.NEVER
    quote.send_quote()
    session.commit()
    assert outbox() == []


def test_a_key_is_queued_once(session, outbox):
    assert queued(session) is not None
    assert queued(session) is None
    assert len(outbox()) == 1


def test_a_refused_transaction_leaves_no_mail(session, quote, outbox):
    quote.send_quote()
    session.flush()
    session.rollback()
    assert outbox() == []


def test_a_claimed_mail_is_nobody_elses_until_its_lease_ends(session, outbox):
    queued(session)
    assert len(claim(session, "one", 10)) == 1
    session.commit()
    assert claim(session, "two", 10) == []
    with clock.told_time(clock.now() + dt.timedelta(minutes=3)):
        assert len(claim(session, "two", 10)) == 1


def test_who_lost_the_lease_marks_nothing(session, outbox):
    queued(session)
    (held,) = claim(session, "one", 10)
    with clock.told_time(clock.now() + dt.timedelta(minutes=3)):
        claim(session, "two", 10)
    assert not mark_sent(session.connection(), held, "one", "s", "c")


def test_the_longest_due_are_claimed_first_and_no_more_than_asked(session, outbox):
    now = clock.now()
    for minutes in (1, 3, 2):
        queued(session, f"due {minutes}", due_at=now - dt.timedelta(minutes=minutes))
    keys = {mail.id: mail.dedup_key for mail in outbox()}
    assert [keys[mail.id] for mail in claim(session, "one", 2)] == ["due 3", "due 2"]


def test_a_sent_mail_is_noted_on_the_move_it_told_of(session, quote, outbox):
    quote.send_quote()
    session.commit()
    (held,) = claim(session, "one", 10)
    mark_sent(session.connection(), held, "one", "Your quote is ready", "Hello")
    session.commit()

    (mail,) = outbox()
    assert (mail.status, mail.subject, mail.content) == (N.SENT, "Your quote is ready", "Hello")
    assert mail.sent_at is not None
    assert mail.status_update.notification_sent


def test_a_passing_refusal_puts_the_mail_off_longer_each_time(session, outbox):
    queued(session)
    waits = []
    for _ in range(3):
        with clock.told_time(clock.now() + dt.timedelta(days=len(waits))):
            (held,) = claim(session, "one", 1)
            try_later(session, held, "one", "451 later")
            session.commit()
            waits.append(outbox()[0].due_at - clock.now())
    assert waits == sorted(waits)
    assert outbox()[0].error == "451 later"


def test_after_eight_attempts_the_mail_is_given_up_and_office_is_told(session, outbox):
    queued(session)
    for days in range(8):
        with clock.told_time(clock.now() + dt.timedelta(days=days)):
            (held,) = claim(session, "one", 1)
            try_later(session, held, "one", "451 later")
            session.commit()
    assert [mail.status for mail in outbox()] == [N.FAILED]
    assert any("451 later" in text for text in staff_texts(session))


def test_giving_back_does_not_count_as_an_attempt(session, outbox):
    queued(session)
    give_back(session, claim(session, "one", 1), "one", "The mail server does not answer.")
    session.commit()
    (mail,) = outbox()
    assert (mail.attempts, mail.status, mail.error) == (0, N.PENDING, "The mail server does not answer.")
    assert is_any_due(session)


def test_a_dead_letter_may_be_retried_and_is_due_at_once(session, outbox):
    queued(session)
    (held,) = claim(session, "one", 1)
    give_up(session, held, "one", "550 no such user")
    session.commit()
    outbox()[0].retry()
    session.commit()
    (mail,) = outbox()
    assert (mail.status, mail.attempts, mail.error) == (N.PENDING, 0, None)
    assert is_any_due(session)


def test_a_pending_mail_may_be_cancelled(session, outbox):
    queued(session)
    outbox()[0].cancel()
    session.commit()
    assert [mail.status for mail in outbox()] == [N.CANCELLED]


def test_a_mail_that_is_being_sent_cannot_be_cancelled(session, outbox):
    queued(session)
    claim(session, "one", 1)
    session.commit()
    with pytest.raises(RuleBroken, match="is being sent"):
        outbox()[0].cancel()


def test_a_sent_mail_is_neither_retried_nor_cancelled(session, outbox):
    queued(session)
    (held,) = claim(session, "one", 1)
    mark_sent(session.connection(), held, "one", "s", "c")
    session.commit()
    for verb in ("retry", "cancel"):
        with pytest.raises(RuleBroken):
            getattr(outbox()[0], verb)()


def test_nobody_assigns_the_status_of_a_mail(session, outbox):
    queued(session)
    with pytest.raises(DoorLocked):
        outbox()[0].status = N.SENT


def test_a_gate_that_falls_during_production_is_told_to_staff(session, cast):
    gate = next(each for each in cast.job.gates if each.gate == "blanks")
    gate.block("Ten shirts are stained")
    session.commit()
    told = set(
        session.scalars(
            sa.select(StaffUser.username).join(StaffNotification, StaffNotification.user_id == StaffUser.id)
        )
    )
    assert told == {"manager", "office", "printer"}
    assert any("Ten shirts are stained" in text for text in staff_texts(session))


def test_a_gate_that_falls_before_production_tells_nobody(session, quote):
    quote.accept_quote()
    session.commit()
    gate = next(each for each in quote.gates if each.gate == "deposit")
    gate.block("Deposit bounced")
    session.commit()
    assert staff_texts(session) == []


def test_what_is_still_unread_is_not_told_twice(session):
    for _ in range(2):
        tell_staff(session, {OFFICE}, "The printer smokes", "/machines/list/")
        session.commit()
    assert staff_texts(session) == ["The printer smokes"]


def test_only_the_person_who_was_told_marks_it_as_read(session):
    (told,) = tell_staff(session, {OFFICE}, "The printer smokes")
    session.commit()
    stranger = Actor("staff", "manager", str(told.user_id + 1), frozenset({"Manager"}))
    with acting_as(stranger), pytest.raises(NotAllowed):
        told.mark_read()
    with acting_as(Actor("staff", "office", str(told.user_id), frozenset({OFFICE}))):
        told.mark_read()
    assert told.read_at is not None
