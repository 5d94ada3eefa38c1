"""Two people at once: one outcome, nothing lost, nothing doubled."""

import threading

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from models.core import audit, clock
from models.core.base import db
from models.core.errors import RuleBroken
from models.customers import Customer
from models.gates import JobGate
from models.jobs import Job, JobItemSize, JobStatus, JobStatusUpdate
from models.portal import LIFE_OF_A_LINK, PortalSession, PortalSignIn, QuoteAnswer, answer_quote
from tests.job_life import job_in


@pytest.fixture
def at_once(shop):
    """Run functions of a session at the same time, each as its own request; give what each raised."""

    def run(*deeds):
        db.session.commit()
        start = threading.Barrier(len(deeds))
        raised = [None] * len(deeds)

        def request(number, deed):
            with shop.app_context():
                start.wait()
                try:
                    deed(db.session)
                    db.session.commit()
                except Exception as error:
                    db.session.rollback()
                    raised[number] = error

        threads = [threading.Thread(target=request, args=each) for each in enumerate(deeds)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        db.session.expire_all()
        return raised

    return run


def test_the_same_verb_spoken_eight_times_at_once_moves_the_job_once(at_once, session, cast):
    job_id = cast.job.id
    raised = at_once(*[lambda other: other.get(Job, job_id).send_to_quality_check()] * 8)
    assert raised.count(None) == 1
    assert all(isinstance(error, RuleBroken) for error in raised if error)
    moves = sa.select(sa.func.count()).where(JobStatusUpdate.verb == "send_to_quality_check")
    assert session.scalar(moves) == 1


@pytest.mark.parametrize("round_", range(4))
def test_a_gate_that_falls_while_the_job_gets_ready_never_leaves_a_ready_job_behind_it(
    at_once, session, cast, round_
):
    job = job_in(session, "PREP", cast.acme)
    job_id, gate_id = job.id, job.gates[1].id
    at_once(
        lambda other: other.get(Job, job_id).mark_ready(),
        lambda other: other.get(JobGate, gate_id).block("New art"),
    )
    assert session.get(Job, job_id).status is JobStatus.PREP


def test_jobs_made_at_once_get_different_numbers_without_gaps(at_once, session, cast):
    acme_id = cast.acme.id
    raised = at_once(*[lambda other: other.add(Job(title="Rush", customer_id=acme_id))] * 12)
    assert raised == [None] * 12
    numbers = session.scalars(sa.select(Job.number).where(Job.title == "Rush")).all()
    assert sorted(numbers) == [f"J-{number}" for number in range(1002, 1014)]


def test_a_stale_write_is_refused_and_the_earlier_one_stands(session, cast):
    acme_id = cast.acme.id
    session.commit()
    with Session(db.engine, expire_on_commit=False) as slow:
        stale = slow.get(Customer, acme_id)
        slow.commit()
        cast.acme.name = "Acme Corporation"
        session.commit()
        stale.phone = "555"
        with pytest.raises(StaleDataError):
            slow.commit()
    session.refresh(cast.acme)
    assert (cast.acme.name, cast.acme.phone) == ("Acme Corporation", None)


def test_sizes_changed_at_once_leave_the_right_sum(at_once, session, cast):
    (item,) = cast.job.items
    item_id, first, second = item.id, item.sizes[0].id, item.sizes[1].id
    at_once(
        lambda other: setattr(other.get(JobItemSize, first), "quantity", 1),
        lambda other: setattr(other.get(JobItemSize, second), "quantity", 2),
        lambda other: other.add(JobItemSize(job_item_id=item_id, size="XL", quantity=4)),
    )
    assert sum(size.quantity for size in item.sizes) == item.quantity


def test_the_trail_holds_after_many_writers(at_once, session, cast):
    job_id, acme_id = cast.job.id, cast.acme.id

    def write(number):
        def deed(other):
            other.get(Customer, acme_id).phone = str(number)
            other.add(Job(title=f"Job {number}", customer_id=acme_id))
            other.get(Job, job_id).notes = str(number)

        return deed

    at_once(*[write(number) for number in range(10)])
    audit.seal(session)
    session.commit()
    assert audit.verify(session) == []


def test_a_link_to_sign_in_that_is_sent_eight_times_at_once_signs_in_once(at_once, session, cast):
    asked = PortalSignIn(email="ann@acme.example", contact=cast.ann, expires_at=clock.now() + LIFE_OF_A_LINK)
    session.add(asked)
    session.commit()
    link = asked.id

    def sign_in(other):
        other.get(PortalSignIn, link).use(other, browser="", address="")

    raised = at_once(*[sign_in] * 8)
    assert raised.count(None) == 1
    assert all(isinstance(error, RuleBroken) for error in raised if error)
    assert session.scalar(sa.select(sa.func.count()).select_from(PortalSession)) == 1


def test_two_who_answer_a_quote_at_once_give_one_answer(at_once, session, cast):
    job = job_in(session, "QUOTE_SENT", cast.acme)
    job_id, price = job.id, job.quoted_amount

    def answering(accepted):
        return lambda other: answer_quote(
            other, other.get(Job, job_id), accepted=accepted, name="Ann", amount=price
        )

    raised = at_once(*[answering(accepted) for accepted in (True, False) * 3])
    assert raised.count(None) == 1
    assert all(isinstance(error, RuleBroken) for error in raised if error)
    (given,) = session.scalars(sa.select(QuoteAnswer)).all()
    expected = JobStatus.APPROVED if given.is_accepted else JobStatus.DECLINED
    assert session.get(Job, job_id).status is expected
