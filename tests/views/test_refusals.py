"""Every refusal of the ground floor and of the database is a status and a sentence, and never SQL."""

from __future__ import annotations

import pydantic
import pytest
import sqlalchemy as sa
from flask_appbuilder.exceptions import DatabaseException
from sqlalchemy.orm.exc import StaleDataError

from models.core import clock
from models.core.errors import DoorLocked, InvalidValue, NotAllowed, RuleBroken
from models.customers import Customer, CustomerContact
from models.jobs import Job, JobItem
from models.people import Machine, StaffInvitation, StaffUser
from tests import on_sqlite
from views.core.refusals import answer_to


def refusal_of(session, change):
    """The refusal that committing `change` meets."""
    refusal = None
    try:
        change()
        session.commit()
    except Exception as error:
        session.rollback()
        refusal = answer_to(error)
    assert refusal is not None
    assert not any(
        word in str(refusal.body) for word in ("SELECT", "INSERT", "UPDATE", "sqlalche", "psycopg", "sqlite")
    )
    return refusal


@on_sqlite
@pytest.mark.parametrize(
    ("error", "status"),
    [
        (RuleBroken("No."), 409),
        (NotAllowed("Not you."), 403),
        (InvalidValue("title", "Too long."), 422),
        (DoorLocked("status", "By verbs only."), 422),
        (StaleDataError(), 412),
        (sa.exc.OperationalError("SELECT 1", {}, Exception("database is locked")), 503),
        (sa.exc.InterfaceError("SELECT 1", {}, Exception("connection already closed")), 503),
        (sa.exc.TimeoutError("QueuePool limit"), 503),
        (UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"), 422),
    ],
)
def test_each_refusal_has_its_status(error, status):
    assert answer_to(error).status == status


@on_sqlite
def test_a_stale_version_says_to_reload_even_when_the_library_wrapped_it():
    wrapped = DatabaseException("wrapped")
    wrapped.__cause__ = StaleDataError("UPDATE jobs")
    assert "Reload it" in answer_to(wrapped).message


@on_sqlite
def test_a_fault_of_the_program_is_no_refusal():
    assert answer_to(KeyError("x")) is None
    assert answer_to(sa.exc.OperationalError("SELECT", {}, Exception("no such table: jobs"))) is None


@on_sqlite
def test_a_database_that_is_down_says_when_to_try_again():
    refusal = answer_to(sa.exc.OperationalError("SELECT 1", {}, Exception("could not connect")))
    assert int(refusal.headers["Retry-After"]) > 0


@on_sqlite
def test_wrong_values_are_told_by_field_and_all_at_once():
    class Arguments(pydantic.BaseModel):
        model_config = pydantic.ConfigDict(extra="forbid")
        reason: str = pydantic.Field(max_length=3)
        pieces: int

    with pytest.raises(pydantic.ValidationError) as caught:
        Arguments.model_validate({"reason": "long", "colour": "red"})
    assert answer_to(caught.value).fields == {
        "reason": ["At most 3 characters fit."],
        "pieces": ["This is required."],
        "colour": ["There is no such field."],
    }


def test_a_taken_number_is_named_on_insert(session, cast):
    again = Job(title="Again", customer_id=cast.acme.id, number=cast.job.number)
    refusal = refusal_of(session, lambda: session.add(again))
    assert refusal.status == 409
    assert refusal.message == f"The number {cast.job.number} is taken: choose another."
    assert list(refusal.fields) == ["number"]


def test_a_taken_name_is_named_on_update(session):
    session.add_all([Machine(name="Press one"), second := Machine(name="Press two")])
    session.commit()
    refusal = refusal_of(session, lambda: setattr(second, "name", "Press one"))
    assert (refusal.status, refusal.message) == (409, "The name Press one is taken: choose another.")


def test_a_value_taken_beside_others_says_for_what(session, cast):
    twin = CustomerContact(customer_id=cast.acme.id, name="Twin", email="ann@acme.example")
    refusal = refusal_of(session, lambda: session.add(twin))
    assert refusal.status == 409
    assert "email is taken for this customer" in refusal.message


def test_deleting_what_is_in_use_says_by_what_and_what_to_do_instead(session, cast):
    refusal = refusal_of(session, lambda: session.delete(cast.acme))
    assert refusal.status == 409
    assert refusal.message == (
        "Nothing was deleted: this customer is used by customer contacts, jobs and contact notifications: "
        "archive it instead."
    )


def test_rows_that_go_with_the_deleted_one_are_not_called_its_users(session, cast):
    message = refusal_of(session, lambda: session.delete(cast.job)).message
    assert "job status updates" in message
    assert "job items" not in message


def test_a_reference_to_nothing_is_422(session):
    refusal = refusal_of(session, lambda: session.add(Job(title="Lost", customer_id="nobody")))
    assert refusal.status == 422


def test_a_missing_value_is_422_and_named(session):
    refusal = refusal_of(session, lambda: session.add(Customer()))
    assert (refusal.status, refusal.fields) == (422, {"name": ["This is required."]})


def test_a_number_beyond_the_database_is_422(session):
    asked = sa.select(JobItem).where(JobItem.quantity == 2**80)
    assert refusal_of(session, lambda: session.execute(asked)).status == 422


def test_text_that_cannot_be_encoded_is_422(session):
    asked = sa.select(Job).where(Job.title == "\ud800")
    assert refusal_of(session, lambda: session.execute(asked)).status == 422


def test_a_secret_value_is_not_repeated(session):
    user = session.scalars(sa.select(StaffUser)).first()
    secret = {"user_id": user.id, "token_hash": "f" * 64, "expires_at": clock.now()}
    session.add(StaffInvitation(**secret))
    session.commit()
    refusal = refusal_of(session, lambda: session.add(StaffInvitation(**secret)))
    assert refusal.status == 409
    assert "ffff" not in str(refusal.body)
