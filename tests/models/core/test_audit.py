"""Every change is on the trail, and the trail shows when somebody goes round it."""

import json

import pytest
import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import Role

from models.core import audit
from models.core.actor import Actor, acting_as
from models.core.audit import AuditEntry
from models.customers import Customer
from models.jobs import Job
from models.people import StaffUser


def _entries(session, row):
    subject = f"{row.__tablename__}/{row.id}"
    return session.scalars(
        sa.select(AuditEntry).where(AuditEntry.subject == subject).order_by(AuditEntry.id)
    ).all()


def _seal(session):
    audit.seal(session)
    session.commit()


def _behind_the_back(session, statement):
    session.connection().exec_driver_sql(statement)
    session.commit()
    session.expire_all()


def test_an_entry_tells_actor_verb_before_and_after(session, cast):
    with acting_as(Actor("staff", "rosa")):
        cast.job.send_to_quality_check()
        session.commit()
    entry = _entries(session, cast.job)[-1]
    assert (entry.actor, entry.verbs, entry.kind) == ("rosa", "send_to_quality_check", "changed")
    assert json.loads(entry.changes)["status"] == ["IN_PRODUCTION", "QUALITY_CHECK"]


def test_one_transaction_writes_one_entry_for_each_row(session, cast):
    before = len(_entries(session, cast.job))
    cast.job.title = "One"
    session.flush()
    cast.job.title = "Two"
    cast.job.send_to_quality_check()
    session.commit()
    (entry,) = _entries(session, cast.job)[before:]
    assert json.loads(entry.changes)["title"] == ["Staff tees", "Two"]


def test_a_change_that_was_taken_back_within_the_transaction_is_not_told(session, cast):
    before = len(_entries(session, cast.acme))
    cast.acme.name = "Acne"
    session.flush()
    cast.acme.name = "Acme"
    session.commit()
    assert len(_entries(session, cast.acme)) == before


def test_a_deletion_is_told_with_what_was_deleted(session):
    gone = Customer(name="Gone")
    session.add(gone)
    session.commit()
    session.delete(gone)
    session.commit()
    entry = _entries(session, gone)[-1]
    assert (entry.kind, json.loads(entry.changes)["name"]) == ("deleted", "Gone")


def test_the_deletion_of_a_line_that_falls_out_of_its_document_is_told(session, cast):
    lines = cast.job.items[0].sizes
    gone = lines[-1]
    lines.remove(gone)
    session.commit()
    entry = _entries(session, gone)[-1]
    assert (entry.kind, json.loads(entry.changes)["size"]) == ("deleted", gone.size)
    assert audit.verify(session) == []


def test_a_change_of_somebodys_roles_is_told(session):
    office = session.scalars(sa.select(StaffUser).where(StaffUser.username == "office")).one()
    manager = session.scalars(sa.select(Role).where(Role.name == "Manager")).one()
    office.roles.append(manager)
    session.commit()
    entry = _entries(session, office)[-1]
    assert json.loads(entry.changes) == {"roles": [["Office"], ["Manager", "Office"]]}
    assert audit.verify(session) == []


def test_a_new_password_is_not_on_the_trail(session):
    office = session.scalars(sa.select(StaffUser).where(StaffUser.username == "office")).one()
    before = session.scalar(sa.select(sa.func.count()).select_from(AuditEntry))
    office.password = "scrypt:secret"
    session.commit()
    assert session.scalar(sa.select(sa.func.count()).select_from(AuditEntry)) == before


def test_a_user_added_behind_the_programs_back_is_named(session):
    copied = "username, first_name, last_name, email, active, session_epoch"
    _behind_the_back(
        session,
        f"insert into ab_user ({copied})"
        " select 'intruder', 'x', 'y', 'i@x.example', active, 0 from ab_user where username = 'owner'",
    )
    (finding,) = audit.verify(session)
    assert finding.startswith("ab_user/")


def test_an_untouched_shop_verifies(session):
    _seal(session)
    assert audit.verify(session) == []


def test_numbers_are_told_alike_before_and_after_they_are_stored(session, cast):
    session.add(Job(title="Cheap", customer=cast.acme, quoted_amount="5"))
    session.commit()
    _seal(session)
    assert audit.verify(session) == []


@pytest.mark.parametrize("column", ["changes", "actor", "subject"])
def test_an_altered_entry_is_named(session, cast, column):
    _seal(session)
    entry = _entries(session, cast.job)[0]
    _behind_the_back(session, f"update audit_entries set {column} = {column} || ' ' where id = '{entry.id}'")
    assert any(f"audit_entries/{entry.id} about" in finding for finding in audit.verify(session))


def test_an_entry_altered_before_it_was_sealed_is_named(session, cast):
    entry = _entries(session, cast.job)[0]
    _behind_the_back(session, f"update audit_entries set actor = 'nobody' where id = '{entry.id}'")
    _seal(session)
    assert any(entry.id in finding for finding in audit.verify(session))


def test_a_removed_entry_breaks_its_seal(session, cast):
    _seal(session)
    entry = _entries(session, cast.job)[1]
    _behind_the_back(session, f"delete from audit_entries where id = '{entry.id}'")
    assert any("missing, added or reordered" in finding for finding in audit.verify(session))


def test_a_removed_seal_breaks_the_chain(session, cast):
    _seal(session)
    cast.job.title = "Later"
    session.commit()
    _seal(session)
    _behind_the_back(
        session, "delete from audit_entries where seal_id = (select id from audit_seals where number = 1)"
    )
    _behind_the_back(session, "delete from audit_seals where number = 1")
    assert any("missing, added or reordered" in finding for finding in audit.verify(session))


def test_a_row_altered_behind_the_programs_back_is_named(session, cast):
    _seal(session)
    _behind_the_back(session, f"update jobs set title = 'Staff teez' where id = '{cast.job.id}'")
    assert audit.verify(session) == [f"jobs/{cast.job.id} was altered: title differs from the trail."]


def test_a_row_added_behind_the_programs_back_is_named(session, cast):
    _behind_the_back(
        session,
        "insert into customers (id, name, tax_exempt, version, created_at, updated_at)"
        " select 'intruder', 'Intruder', tax_exempt, 1, created_at, updated_at from customers"
        f" where id='{cast.acme.id}'",
    )
    assert audit.verify(session) == ["customers/intruder was added behind the program's back."]


def test_a_row_removed_behind_the_programs_back_is_named(session):
    gone = Customer(name="Gone")
    session.add(gone)
    session.commit()
    gone_id = gone.id
    _behind_the_back(session, f"delete from customers where id = '{gone_id}'")
    assert audit.verify(session) == [f"customers/{gone_id} was removed behind the program's back."]
