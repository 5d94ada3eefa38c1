"""Holding a row reads it anew, once in a transaction."""

import sqlalchemy as sa

from models.core.base import lock
from models.jobs import Job
from tests.models.requirements.recipes import statements_of


def test_a_row_that_is_held_and_read_is_not_read_again_until_the_transaction_ends(session, cast):
    lock(cast.job)
    assert statements_of(lambda: lock(cast.job)) == []
    session.commit()
    assert statements_of(lambda: lock(cast.job)) != []


def test_a_held_row_of_which_something_is_forgotten_is_read_again(session, cast):
    lock(cast.job)
    session.connection().execute(sa.update(Job.__table__).values(title="Behind the objects' back"))
    session.expire(cast.job, ["title"])
    lock(cast.job)
    assert cast.job.title == "Behind the objects' back"


def test_what_was_held_in_a_rolled_back_savepoint_is_read_again(session, cast):
    session.commit()
    savepoint = session.begin_nested()
    lock(cast.job)
    savepoint.rollback()
    assert statements_of(lambda: lock(cast.job)) != []
