"""A customer's link: derived, stored only as a fingerprint, revocable."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from models.core import audit, clock
from models.core.actor import Actor, acting_as
from models.core.errors import DoorLocked, RuleBroken
from models.core.keys import fingerprint
from models.core.roles import MANAGER, OFFICE
from models.core.visibility import hidden_columns
from models.core.workflow import verbs_of
from models.jobs import Job
from models.links import PortalLink, link_by_token, link_for, open_link


def test_a_job_has_one_open_link(session, cast):
    assert link_for(session, cast.job) is link_for(session, cast.job)


def test_a_link_can_be_made_for_a_job_not_yet_flushed(session, cast):
    job = Job(title="New job", customer=cast.acme)
    session.add(job)
    assert link_for(session, job).job_id == job.id


def test_looking_for_an_open_link_makes_none(session, cast):
    assert open_link(session, cast.job) is None
    assert session.scalar(sa.select(sa.func.count()).select_from(PortalLink)) == 0


def test_the_token_opens_its_own_link(session, cast):
    link = link_for(session, cast.job)
    session.commit()
    assert link_by_token(session, link.token()) is link


def test_the_token_is_long_and_fit_for_an_address(session, cast):
    token = link_for(session, cast.job).token()
    assert len(token) >= 32
    assert token.replace("-", "").replace("_", "").isalnum()


def test_the_database_holds_the_tokens_fingerprint_only(session, cast):
    link = link_for(session, cast.job)
    session.commit()
    stored = session.execute(sa.text("SELECT * FROM portal_links")).mappings().one()
    assert stored["token_hash"] == fingerprint(link.token())
    assert link.token() not in [str(value) for value in stored.values()]


def test_no_role_may_read_the_fingerprint():
    assert "token_hash" in hidden_columns(PortalLink, {"Admin"})


def test_two_links_have_two_tokens(session, cast):
    other = Job(title="Other", customer=cast.rival)
    session.add(other)
    assert link_for(session, cast.job).token() != link_for(session, other).token()


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "ü" * 10, "A" * 10_000])
def test_a_token_never_given_out_finds_nothing(session, cast, token):
    link_for(session, cast.job)
    assert link_by_token(session, token) is None


def test_a_revoked_link_is_closed_and_still_known(session, cast):
    link = link_for(session, cast.job)
    link.revoke()
    session.commit()
    assert link_by_token(session, link.token()) is link
    assert not link.is_open


def test_after_a_revocation_the_next_link_is_another(session, cast):
    first = link_for(session, cast.job)
    first.revoke()
    second = link_for(session, cast.job)
    assert second.is_open
    assert second.token() != first.token()


def test_a_link_is_revoked_once(session, cast):
    link = link_for(session, cast.job)
    link.revoke()
    with pytest.raises(RuleBroken, match="revoked already"):
        link.revoke()


def test_revoking_is_for_office_and_manager():
    assert verbs_of(PortalLink)["revoke"].by == {OFFICE, MANAGER}


def test_nobody_revokes_by_assignment(session, cast):
    link = link_for(session, cast.job)
    with pytest.raises(DoorLocked):
        link.revoked_at = clock.now()


def test_an_expired_link_is_closed_and_replaced(session, cast):
    link = link_for(session, cast.job)
    link.expires_at = clock.now() + dt.timedelta(days=1)
    session.commit()
    assert link.is_open
    with clock.told_time(clock.now() + dt.timedelta(days=2)):
        assert not link.is_open
        assert link_for(session, cast.job) is not link


def test_revoking_is_in_the_audit_trail(session, cast):
    link = link_for(session, cast.job)
    session.commit()
    with acting_as(Actor("staff", "office", roles=frozenset({OFFICE}))):
        link.revoke()
        session.commit()
    subject = f"portal_links/{link.id}"
    entries = session.scalars(sa.select(audit.AuditEntry).where(audit.AuditEntry.subject == subject)).all()
    assert ("office", "revoke") in [(entry.actor, entry.verbs) for entry in entries]


def test_a_job_that_goes_to_another_customer_is_closed_to_the_former_one(session, cast):
    link = link_for(session, cast.job)
    session.commit()
    cast.job.customer = cast.rival
    session.commit()
    assert not link.is_open
    assert link_for(session, cast.job).token() != link.token()
