"""A verb that is said to a row once, however often the request comes."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from models.core import clock
from models.core.base import new_id
from models.jobs import Job
from models.spoken import KEPT, SpokenVerb, already_spoken, forget_spoken, note_spoken

from .test_concurrency import at_once

__all__ = ["at_once"]


def test_of_eight_at_once_one_is_heard(at_once, session, cast):
    request, job_id = new_id(), cast.job.id

    def ask(other):
        note_spoken(other, request, "change_order", f"jobs/{job_id}")
        other.get(Job, job_id).change_order("Ten more", 100, "Ann")

    raised = at_once(*[ask] * 8)
    assert raised.count(None) == 1
    assert all(isinstance(error, IntegrityError) for error in raised if error)
    assert str(session.get(Job, job_id).quoted_amount) == "550.00"


def test_what_was_rolled_back_was_not_spoken(session, cast):
    request = new_id()
    note_spoken(session, request, "hold", "jobs/1")
    session.rollback()
    assert already_spoken(session, request, "hold", ["jobs/1"]) == set()


def test_only_the_same_request_verb_and_row_count(session, cast):
    request = new_id()
    note_spoken(session, request, "hold", "jobs/1")
    assert already_spoken(session, request, "hold", ["jobs/1", "jobs/2"]) == {"jobs/1"}
    assert already_spoken(session, request, "resume", ["jobs/1"]) == set()
    assert already_spoken(session, new_id(), "hold", ["jobs/1"]) == set()


def test_old_requests_are_forgotten_and_young_ones_kept(session, cast):
    note_spoken(session, new_id(), "hold", "jobs/old")
    session.commit()
    with clock.told_time(clock.now() + KEPT + dt.timedelta(minutes=1)):
        note_spoken(session, new_id(), "hold", "jobs/young")
        forget_spoken(session)
        session.commit()
    assert session.scalars(sa.select(SpokenVerb.subject)).all() == ["jobs/young"]
