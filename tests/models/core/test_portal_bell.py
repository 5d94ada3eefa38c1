"""A commit tells the open pages of each customer whose rows it wrote, and of no other."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models.core import events
from models.core.base import db
from models.core.events import bells
from models.customers import Customer
from models.jobs import Job, JobItem, JobItemSize


@pytest.fixture
def told(monkeypatch):
    """The customers whose pages were told, in order."""
    heard = []

    def hear(rung):
        heard.extend(id_ for table, id_ in rung if table == events.PORTAL)

    monkeypatch.setitem(bells._bells, "live", [hear])
    return heard


@pytest.fixture
def size(session, cast):
    """A size of a new item of Acme's job."""
    item = JobItem(job=cast.job, description="Tee")
    size = JobItemSize(job_item=item, size="M", quantity=3)
    session.add(item)
    session.commit()
    return size


def statements_of(session, do):
    """The statements that `do` sends."""
    sent = []

    def note(_connection, _cursor, statement, *_):
        sent.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        do()
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)
    return sent


def test_a_row_that_names_its_customer_tells_that_customer(session, cast, told):
    cast.job.due_on = None
    cast.job.title = "Caps"
    session.commit()
    assert told == [cast.acme.id]


def test_a_row_far_below_tells_its_customer_though_nothing_between_is_loaded(session, cast, size, told):
    size_id, acme_id = size.id, cast.acme.id
    told.clear()
    session.expunge_all()
    session.get(JobItemSize, size_id).quantity = 4
    session.commit()
    assert told == [acme_id]


def test_a_deleted_row_tells_its_customer(session, cast, size, told):
    told.clear()
    session.delete(size)
    session.commit()
    assert told == [cast.acme.id]


def test_a_job_that_changes_hands_tells_both_customers(session, cast, told):
    job = Job(title="Caps", customer=cast.acme)
    session.add(job)
    session.commit()
    told.clear()
    job.customer = cast.rival
    session.commit()
    assert told == sorted([cast.acme.id, cast.rival.id])


def test_many_rows_of_a_customer_tell_once(session, cast, told):
    session.add_all(Job(title=f"Job {number}", customer=cast.acme) for number in range(5))
    session.commit()
    assert told == [cast.acme.id]


def test_what_is_rolled_back_is_told_to_nobody(session, cast, told):
    cast.job.title = "Never"
    session.flush()
    session.rollback()
    session.commit()
    assert told == []


def test_telling_costs_no_statement_where_the_row_names_its_customer(session, cast, monkeypatch):
    def write(title):
        cast.job.title = title
        session.commit()

    write("One")
    with_telling = statements_of(session, lambda: write("Two"))
    monkeypatch.setattr(Job, "__portal__", "")
    assert len(with_telling) == len(statements_of(session, lambda: write("Three")))


def test_every_declared_way_leads_to_a_customer():
    declared = [mapper for mapper in db.Model.registry.mappers if getattr(mapper.class_, "__portal__", "")]
    assert declared
    for mapper in declared:
        *relations, column = mapper.class_.__portal__.split(".")
        for name in relations:
            mapper = mapper.relationships[name].mapper
        found = mapper.columns[column]
        assert found is Customer.__table__.c.id or found.references(Customer.__table__.c.id), mapper
