"""A guarded column has one door, whoever tries."""

import dataclasses

import pytest
import sqlalchemy as sa

from models.core.base import db
from models.core.errors import BulkRefused, DoorLocked, InvalidValue
from models.core.events import announce
from models.jobs import Job, JobStatus
from tests import on_sqlite

pytestmark = on_sqlite


def test_a_new_job_begins_as_a_quote_before_any_flush():
    assert Job(title="Caps").status is JobStatus.QUOTE


def test_a_constructor_cannot_choose_another_state():
    with pytest.raises(DoorLocked):
        Job(title="Caps", status=JobStatus.APPROVED)


def test_a_constructor_may_repeat_the_first_state():
    assert Job(title="Caps", status="QUOTE").status is JobStatus.QUOTE


@pytest.mark.parametrize("value", [JobStatus.APPROVED, "APPROVED", None])
def test_assignment_is_refused_even_on_an_expired_row(cast, session, value):
    session.expire_all()
    with pytest.raises(DoorLocked, match="changes only by its verbs"):
        cast.job.status = value


def test_assigning_the_present_state_is_no_change(cast):
    cast.job.status = "IN_PRODUCTION"
    assert cast.job.status is JobStatus.IN_PRODUCTION


def test_a_state_cannot_be_deleted(cast):
    with pytest.raises(DoorLocked):
        del cast.job.status


def test_a_merge_cannot_bring_in_another_state(session, cast):
    with pytest.raises(DoorLocked):
        session.merge(Job(id=cast.job.id, title="Staff tees", customer_id=cast.acme.id))


def test_a_merge_cannot_make_a_row_in_another_state(session):
    stranger = Job(title="Caps")
    stranger.__dict__["status"] = JobStatus.COMPLETED
    with pytest.raises(DoorLocked):
        session.merge(stranger)


@pytest.mark.parametrize(
    ("column", "value"), [("held_from", JobStatus.PREP), ("is_rush", True), ("carrier", "UPS")]
)
def test_a_column_that_only_verbs_write_refuses_assignment(cast, column, value):
    with pytest.raises(DoorLocked, match="only by the verbs"):
        setattr(cast.job, column, value)


def test_a_verb_of_one_row_does_not_open_the_door_of_another(session, cast):
    other = Job(title="Caps", customer=cast.acme)
    session.add(other)
    session.commit()
    hold = Job.hold.verb.method

    def hold_and_meddle(self, reason):
        hold(self, reason)
        other.held_from = JobStatus.PREP

    meddling = dataclasses.replace(Job.hold.verb, method=hold_and_meddle)
    with pytest.raises(DoorLocked):
        meddling.speak(cast.job, reason="rain")


def test_an_invalid_value_names_its_field(cast):
    with pytest.raises(InvalidValue, match="At most 2 decimals") as refused:
        cast.job.quoted_amount = "12.345"
    assert refused.value.field == "quoted_amount"


def test_a_number_below_the_minimum_is_refused(cast):
    with pytest.raises(InvalidValue, match="at least 0"):
        cast.job.quoted_amount = "-1"


def _statements():
    table = Job.__table__
    yield "orm update", sa.update(Job).values(title="x")
    yield "core update", sa.update(table).values(title="x")
    yield "insert", sa.insert(Job).values(title="x", status="CANCELLED")
    yield "delete", sa.delete(Job)


@pytest.mark.parametrize(("_name", "statement"), list(_statements()))
def test_bulk_statements_on_an_audited_table_are_refused(session, _name, statement):
    with pytest.raises(BulkRefused, match="change its objects"):
        session.execute(statement)


def test_a_deliberate_bulk_statement_is_let_through(session):
    said = sa.update(Job).values(title="x").execution_options(deliberate="test")
    assert session.execute(said).rowcount == 1


def test_announcing_outside_a_session_is_a_mistake_of_the_program():
    with pytest.raises(RuntimeError, match="in no session"):
        announce(Job(title="Caps"), "approve")


def test_every_mapped_row_of_the_shop_is_behind_the_doors():
    from models.core.base import Base

    strangers = [m.class_.__name__ for m in db.Model.registry.mappers if not issubclass(m.class_, Base)]
    assert all(name in FLASK_APPBUILDER_TABLES for name in strangers), strangers


FLASK_APPBUILDER_TABLES = {
    *("User", "StaffUser", "Role", "Permission", "ViewMenu", "PermissionView", "RegisterUser", "Group"),
    *("PermissionViewMenu", "ApiKey"),
}
