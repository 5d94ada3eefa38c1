"""Every state × every verb × every role from outside, against the table in tests/job_life.py."""

import pytest
import sqlalchemy as sa

from models.core.base import db
from models.jobs import Job, JobStatus, JobStatusUpdate
from tests import on_sqlite
from tests.cast import USERS
from tests.job_life import ARGUMENTS, MOVES, ONLY_A_MANAGER_CANCELS, ROLES, job_in

pytestmark = on_sqlite


def _expected(state, verb, role):
    """Status of the answer, and the job's state after it."""
    allowed = ROLES[verb].split()
    if not allowed:
        return 404, state
    if role not in (*allowed, "Admin"):
        return 403, state
    if (state, verb) not in MOVES:
        return 409, state
    if verb == "cancel" and role == "Office" and state in ONLY_A_MANAGER_CANCELS:
        return 403, state
    return 200, MOVES[state, verb]


def _moves_of(job_id):
    counted = sa.select(sa.func.count()).where(JobStatusUpdate.job_id == job_id)
    return db.session.scalar(counted)


@pytest.fixture
def job_as_before(installations, session, cast, workshop):
    """Bring a job into a state for the first time, and the whole file back to that moment every other time."""
    file, kept = installations("sqlite").database, workshop / "job-as-before.db"

    def job_as_before(state, identity=None):
        if identity is None:
            identity = job_in(session, state, cast.acme).id
            session.commit()
            file.copy_to(kept)
        else:
            db.session.remove()
            db.engine.dispose()
            file.restore_from(kept)
        return db.session.get(Job, identity)

    return job_as_before


@pytest.mark.parametrize("state", [state.name for state in JobStatus])
def test_each_role_may_do_exactly_what_the_table_says_from(session, job_as_before, program_as, state):
    browsers = {role: program_as(role) for role in USERS}
    job = job_as_before(state)
    wrong = []
    for verb in ROLES:
        for role, browser in browsers.items():
            moves = _moves_of(job.id)
            answer = browser.post(f"/api/v1/jobs/{job.id}/{verb}", json=ARGUMENTS.get(verb, {}))
            status, after = _expected(state, verb, role)
            session.refresh(job)
            moved = _moves_of(job.id) - moves
            if (answer.status_code, job.status.name, moved) != (status, after, int(after != state)):
                wrong.append((verb, role, answer.status_code, job.status.name, answer.text[:200]))
            if status == 200:
                job = job_as_before(state, job.id)
    assert wrong == []


def test_a_refusal_is_a_sentence(program_as, cast):
    answer = program_as("Manager").post(f"/api/v1/jobs/{cast.job.id}/pack", json={})
    assert answer.status_code == 409
    assert "to pack it must be quality check" in answer.get_json()["message"]


def test_a_verb_answers_the_new_representation(program_as, cast):
    answer = program_as("Production").post(f"/api/v1/jobs/{cast.job.id}/send_to_quality_check", json={})
    assert answer.get_json()["result"]["status"] == "QUALITY_CHECK"


@pytest.mark.parametrize(
    ("verb", "body", "field"),
    [
        ("hold", {}, "reason"),
        ("hold", {"reason": "   "}, "reason"),
        ("hold", {"reason": "x" * 501}, "reason"),
        ("hold", {"reason": "x", "colour": "red"}, "colour"),
        ("remake", {"cause": "Smeared", "quantity": 0}, "quantity"),
        ("remake", {"cause": "Smeared", "quantity": "many"}, "quantity"),
        ("change_order", {"what": "x", "amount": "1e40", "accepted_by": "Ann"}, "amount"),
        ("change_order", {"what": "x", "amount": "NaN", "accepted_by": "Ann"}, "amount"),
    ],
)
def test_invalid_arguments_are_422_and_name_the_field(program_as, cast, verb, body, field):
    answer = program_as("Manager").post(f"/api/v1/jobs/{cast.job.id}/{verb}", json=body)
    assert answer.status_code == 422
    assert field in answer.get_json()["message"]


def test_a_stale_version_is_412_and_nothing_moves(program_as, cast, session):
    url = f"/api/v1/jobs/{cast.job.id}/send_to_quality_check"
    assert program_as("Production").post(url, json={"version": cast.job.version - 1}).status_code == 412
    session.refresh(cast.job)
    assert cast.job.status is JobStatus.IN_PRODUCTION


@pytest.mark.parametrize("body", [b"{", b"[1]", b"\xff\xfe", b'"x"'])
def test_a_malformed_body_is_400(program_as, cast, body):
    url = f"/api/v1/jobs/{cast.job.id}/send_to_quality_check"
    answer = program_as("Production").post(url, data=body, content_type="application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize("job_id", ["nobody", "J-1001", "0" * 26, "%00", "a" * 500])
def test_an_unknown_job_is_404(program_as, job_id):
    assert program_as("Manager").post(f"/api/v1/jobs/{job_id}/resume", json={}).status_code == 404


def test_a_stranger_is_401(program_as, cast):
    answer = program_as("anonymous").post(f"/api/v1/jobs/{cast.job.id}/resume", json={})
    assert answer.status_code == 401
    assert db.session.get(Job, cast.job.id).status is JobStatus.IN_PRODUCTION
