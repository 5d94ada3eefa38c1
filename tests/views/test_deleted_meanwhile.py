"""Rows that somebody deletes while somebody else writes them: a sentence, never a fault, and nobody waits for ever."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm.exc import ObjectDeletedError

from models.core.base import db, lock
from models.core.roles import OFFICE
from models.customers import Customer
from models.jobs import JobItem, JobItemSize
from tests.browsing import post_form
from views.core.refusals import GONE


@pytest.fixture
def nobody_s(session):
    customer = Customer(name="Nobody's")
    session.add(customer)
    session.commit()
    return customer.id


@pytest.fixture
def somebody_deletes(session, nobody_s):
    """Somebody who deletes the customer as soon as it was renamed, before the answer is made."""

    def delete(_session=None):
        with db.engine.begin() as connection:
            connection.execute(
                sa.text("DELETE FROM customers WHERE id = :id AND name = 'Renamed'"), {"id": nobody_s}
            )

    event.listen(session.registry(), "after_commit", delete)
    yield
    event.remove(session.registry(), "after_commit", delete)


def test_a_row_that_was_deleted_cannot_be_locked(session, nobody_s):
    customer = session.get(Customer, nobody_s)
    session.commit()
    with db.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM customers WHERE id = :id"), {"id": nobody_s})
    with pytest.raises(ObjectDeletedError):
        lock(customer)


def test_a_program_is_told_that_the_row_it_wrote_is_gone(program_as, nobody_s, somebody_deletes):
    answer = program_as(OFFICE).put(f"/api/v1/customers/{nobody_s}", json={"name": "Renamed"})
    assert answer.status_code == 404


def test_a_person_is_told_that_the_row_they_wrote_is_gone(client_as, nobody_s, somebody_deletes):
    answer = post_form(client_as(OFFICE), f"/customers/edit/{nobody_s}", name="Renamed")
    assert answer.status_code == 404
    assert GONE in answer.text


def test_deleting_an_item_and_changing_one_of_its_sizes_at_once_does_not_lock_up(
    shop, session, program_as, cast
):
    item = JobItem(job=cast.job, description="Caps", sizes=[JobItemSize(size="One", quantity=5)])
    session.add(item)
    session.commit()
    office, address, answers = program_as(OFFICE), f"/api/v1/job_items/{item.id}", []

    def delete():
        with shop.app_context():
            answers.append(office.delete(address))

    item.sizes[0].quantity = 6
    session.flush()
    deleting = threading.Thread(target=delete)
    deleting.start()
    deleting.join(0.5)  # until it waits for the size
    session.commit()  # which also writes the item
    deleting.join()
    assert answers[0].status_code in (200, 412), answers[0].text
