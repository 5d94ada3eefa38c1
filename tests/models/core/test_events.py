"""Facts first, then the bell."""

import datetime as dt
import logging

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import InvalidRequestError

from models.core import audit, events
from models.core.actor import Actor, acting_as
from models.core.clock import told_time
from models.core.errors import RuleBroken
from models.core.events import bells
from models.core.events import reactions as reactions_module
from models.customers import Customer
from models.jobs import Job, JobItem, JobItemSize, JobStatus, JobStatusUpdate
from tests import on_sqlite


@pytest.fixture
def reactions():
    """Reactions registered by a test are forgotten after it."""
    registries = (reactions_module._on_verb, reactions_module._on_fact, bells._bells)
    kept = [{key: list(heard) for key, heard in registry.items()} for registry in registries]
    yield
    for registry, content in zip(registries, kept, strict=True):
        registry.clear()
        registry.update(content)


@pytest.fixture
def rung(reactions):
    """What the bell “test” was rung with."""
    heard = []
    events.on_bell("test")(heard.extend)
    return heard


def _history(session):
    return session.scalars(sa.select(JobStatusUpdate.verb).order_by(JobStatusUpdate.id)).all()


def test_a_verb_writes_its_history_in_the_same_transaction(session, cast):
    cast.job.send_to_quality_check()
    session.commit()
    assert _history(session)[-1] == "send_to_quality_check"


def test_a_rolled_back_verb_leaves_nothing(session, cast):
    before = _history(session)
    cast.job.send_to_quality_check()
    session.flush()
    session.rollback()
    session.commit()
    assert _history(session) == before
    assert cast.job.status is JobStatus.IN_PRODUCTION


def test_what_happened_in_a_rolled_back_savepoint_is_forgotten(session, cast, rung):
    savepoint = session.begin_nested()
    cast.job.send_to_quality_check()
    events.ring(session, "test", 1)
    savepoint.rollback()
    session.commit()
    assert rung == []
    assert _history(session)[-1] == "start_production"


def test_the_release_of_a_savepoint_rings_no_bell_and_runs_no_reaction(session, cast, rung):
    with session.begin_nested():
        cast.job.send_to_quality_check()
        events.ring(session, "test", 1)
    assert rung == []
    assert _history(session)[-1] == "start_production"
    session.commit()
    assert rung == [(1,)]


def test_equal_rings_are_heard_once(session, rung):
    events.ring(session, "test", 1)
    events.ring(session, "test", 1)
    session.commit()
    assert rung == [(1,)]


def test_a_bell_that_fails_is_logged_and_harms_nobody(session, cast, reactions, caplog):
    @events.on_bell("test")
    def fall(_what):
        raise OSError("gone")

    events.ring(session, "test", 1)
    cast.job.title = "Kept"
    with caplog.at_level(logging.ERROR):
        session.commit()
    assert "was not heard" in caplog.text
    session.refresh(cast.job)
    assert cast.job.title == "Kept"


def test_a_refusing_reaction_breaks_the_transaction_until_it_is_rolled_back(session, cast, reactions):
    @events.on_fact(Customer)
    def refuse(_session, _facts):
        raise RuleBroken("The month is closed.")

    cast.acme.name = "Changed"
    with pytest.raises(RuleBroken, match="month is closed"):
        session.commit()
    with pytest.raises(InvalidRequestError, match="roll it back first"):
        session.commit()
    session.rollback()
    session.commit()
    assert cast.acme.name == "Acme"


@on_sqlite
def test_reactions_that_never_rest_are_refused(session, cast, reactions):
    @events.on_verb(Job, "again")
    def again(_session, happened):
        events.announce(happened.subject, "again")

    events.announce(cast.job, "again")
    with pytest.raises(RuntimeError, match="did not come to rest"):
        session.commit()
    session.rollback()


def test_a_fact_tells_old_values_even_of_an_expired_row(session, cast, reactions):
    told = []
    events.on_fact(Job)(lambda _session, facts: told.extend(facts))
    session.expire_all()
    cast.job.customer = cast.rival
    session.commit()
    assert told[0].before["customer_id"] == cast.acme.id
    assert told[0].values["customer_id"] == cast.rival.id


def test_writing_back_what_was_read_is_no_fact(session, cast, reactions):
    told = []
    events.on_fact(Job)(lambda _session, facts: told.extend(facts))
    cast.job.title = str(cast.job.title)
    session.commit()
    assert told == []


def test_a_deleted_row_is_told_with_its_last_values(session, cast, reactions):
    told = []
    events.on_fact(Customer)(lambda _session, facts: told.extend(facts))
    gone = Customer(name="Gone")
    session.add(gone)
    session.commit()
    session.delete(gone)
    session.commit()
    assert [(fact.kind, fact.values["name"]) for fact in told] == [("new", "Gone"), ("deleted", "Gone")]


def test_a_row_that_falls_out_of_a_collection_is_told_once_as_deleted(session, cast, reactions):
    told = []
    events.on_fact(JobItemSize)(lambda _session, facts: told.extend(facts))
    item = cast.job.items[0]
    first = item.sizes[0]
    first.quantity = 3
    item.sizes.remove(first)
    session.commit()
    assert [(fact.kind, fact.id, fact.values["job_item_id"]) for fact in told] == [
        ("deleted", first.id, item.id)
    ]


def test_a_row_that_is_deleted_and_taken_out_of_its_collection_is_told_once(session, cast, reactions):
    told = []
    events.on_fact(JobItemSize)(lambda _session, facts: told.extend(facts))
    item = cast.job.items[0]
    first = item.sizes[0]
    item.sizes.remove(first)
    session.delete(first)
    session.commit()
    assert [(fact.kind, fact.id) for fact in told] == [("deleted", first.id)]


def test_what_goes_with_a_row_that_falls_out_of_a_collection_is_told_too(session, cast, reactions):
    told = []
    events.on_fact(JobItem, JobItemSize)(lambda _session, facts: told.extend(facts))
    item = cast.job.items[0]
    session.expire_all()
    cast.job.items.remove(item)
    session.commit()
    gone = [(fact.model.__tablename__, fact.kind) for fact in told]
    assert sorted(gone) == [("job_item_sizes", "deleted")] * 2 + [("job_items", "deleted")]


def test_settling_reacts_at_once_with_the_actor_and_the_time_of_now(session, cast):
    job = Job(title="Caps", customer=cast.acme)
    session.add(job)
    events.settle(session())
    for day, name in enumerate(("Ann", "Bob"), start=1):
        then = dt.datetime(2024, 3, day, tzinfo=dt.UTC)
        with acting_as(Actor("customer", name)), told_time(then):
            job.accept_quote() if day == 1 else job.begin_prep()
            events.settle(session())
    session.commit()
    told = sa.select(JobStatusUpdate.actor, JobStatusUpdate.created_at).where(
        JobStatusUpdate.job_id == job.id
    )
    days = [(actor, at.day) for actor, at in session.execute(told.order_by(JobStatusUpdate.id))]
    assert days == [("Ann", 1), ("Bob", 2)]


def test_settling_rings_no_bell_and_names_those_it_kept_quiet(session, cast, rung):
    events.ring(session, "test", 1)
    assert "test" in events.settle(session())
    session.commit()
    assert rung == []


def test_what_was_settled_is_gone_with_the_transaction(session, cast):
    session.add(Customer(name="Gone"))
    events.settle(session())
    session.rollback()
    assert session.scalar(sa.select(Customer).where(Customer.name == "Gone")) is None
    assert audit.verify(session) == []
