"""Ordering the same again takes the art over, and nobody has approved it for the new job."""

from __future__ import annotations

import sqlalchemy as sa

from models.approvals import DesignApprovalRequest
from models.core.base import new_id
from models.designs import Design
from models.gates import GateStatus
from models.jobs import Job
from models.portal import same_again
from tests import on_sqlite
from tests.approvals import APPROVED, ask, decide, drawn, unapproved_job


def again(session, job, cast) -> Job:
    made = same_again(session, job, cast.ann, id_=new_id(), quantities={})
    session.commit()
    return made


def designs_of(session, job):
    return session.scalars(sa.select(Design).where(Design.job_id == job.id)).all()


def test_a_design_is_taken_over_with_its_newest_file_and_needs_a_new_approval(session, cast):
    job = unapproved_job(session, cast)
    design = drawn(session, job, versions=2)
    decide(session, ask(session, design.versions[1]), cast.ann, APPROVED)
    made = again(session, job, cast)
    (taken,) = designs_of(session, made)
    (version,) = taken.versions
    assert (version.number, version.sha256) == (1, design.versions[1].sha256)
    assert version.what_changed == f"Nothing: it is the file of {job.number}."
    assert [gate.status for gate in made.gates if gate.gate == "art"] == [GateStatus.BLOCKED]
    of_made = sa.select(DesignApprovalRequest).where(DesignApprovalRequest.job_id == made.id)
    assert session.scalars(of_made).all() == []


@on_sqlite
def test_an_archived_design_is_not_taken_over(session, cast):
    job = unapproved_job(session, cast)
    drawn(session, job).archive()
    assert designs_of(session, again(session, job, cast)) == []
