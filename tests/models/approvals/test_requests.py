"""Requests: who is asked, who may answer what, what the answers make of the request and of the job's art gate."""

import pytest

from models.approvals import ApprovalDecision, ApprovalStatus, ApproverStatus, Rule
from models.core.errors import InvalidValue, NotAllowed, RuleBroken
from models.gates import GateStatus
from models.jobs import JobStatus
from tests.approvals import (
    APPROVED,
    CHANGES,
    REJECTED,
    add_version,
    all_ticked,
    art_gate,
    ask,
    colleague,
    decide,
    drawn,
    file_of,
    unapproved_job,
    workflow_of,
)

S = ApprovalStatus


@pytest.fixture
def job(session, cast):
    return unapproved_job(session, cast)


@pytest.fixture
def design(session, job):
    return drawn(session, job)


@pytest.fixture
def request_(session, design):
    return ask(session, design.versions[0])


def test_versions_are_numbered_and_carry_the_hash_of_their_file(session, design):
    add_version(session, design, 2)
    assert [version.number for version in design.versions] == [1, 2]
    assert [version.sha256 for version in design.versions] == [v.file.sha256 for v in design.versions]


def test_a_version_never_changes(session, design):
    with pytest.raises(InvalidValue, match="given once"):
        design.versions[0].sha256 = "0" * 64


def test_a_file_that_is_still_being_checked_makes_no_version(session, design):
    file = file_of(session, design.job, "new.png", checked=False)
    with pytest.raises(RuleBroken, match="still being checked"):
        design.add_version(file.id)


def test_a_file_of_another_customer_makes_no_version(session, design, cast):
    from models.jobs import Job

    theirs = Job(title="Rival tees", customer=cast.rival)
    session.add(theirs)
    session.flush()
    with pytest.raises(RuleBroken, match="no such file"):
        design.add_version(file_of(session, theirs, "rival.png").id)


def test_a_request_asks_the_jobs_contact_five_things_by_default(request_, cast):
    assert [(each.contact, each.status) for each in request_.approvers] == [(cast.ann, ApproverStatus.ASKED)]
    assert len(request_.checks) == 5
    assert request_.terms


def test_while_the_customer_is_asked_the_art_gate_says_so(request_, job):
    assert art_gate(job).reason == "Trailhead v1 waits for the customer’s approval"


def test_approval_passes_the_art_gate_and_does_nothing_else_to_the_job(session, request_, job, cast):
    decide(session, request_, cast.ann)
    assert request_.status == S.APPROVED
    assert art_gate(job).status == GateStatus.PASSED
    assert job.status == JobStatus.APPROVED


def test_a_decision_keeps_what_was_signed_and_seen(session, request_, cast):
    decide(session, request_, cast.ann)
    (row,) = session.query(ApprovalDecision)
    assert (row.signature_name, row.ip_address, row.version_number) == ("Ann Becker", "203.0.113.9", 1)
    assert row.sha256 == request_.design_version.sha256
    assert [check["ticked"] for check in row.checklist] == [True] * 5


@pytest.mark.parametrize(("decision", "status"), [(REJECTED, S.REJECTED), (CHANGES, S.CHANGES_REQUESTED)])
def test_a_no_blocks_the_art_gate_with_its_reason(session, request_, job, cast, decision, status):
    decide(session, request_, cast.ann, decision)
    assert request_.status == status
    assert art_gate(job).is_blocked
    assert "Trailhead v1" in art_gate(job).reason


def test_approving_with_a_gap_names_the_gap(session, request_, cast):
    with pytest.raises(RuleBroken, match="“Garment” first"):
        request_.decide(cast.ann.id, APPROVED, "Ann Becker", all_ticked(request_)[:4])


def test_a_check_that_changed_while_one_looked_is_looked_at_again(session, request_, cast):
    seen = all_ticked(request_)
    request_.checks[1].value = "14 in wide"
    session.commit()
    with pytest.raises(RuleBroken, match="“Size” now says “14 in wide”"):
        request_.decide(cast.ann.id, APPROVED, "Ann Becker", seen)


def test_asking_for_changes_says_which(request_, cast):
    with pytest.raises(RuleBroken, match="say what should change"):
        request_.decide(cast.ann.id, CHANGES, "Ann Becker")


def test_nobody_decides_without_a_name(request_, cast):
    with pytest.raises(RuleBroken, match="type your full name"):
        request_.decide(cast.ann.id, REJECTED, "  ")


def test_a_stranger_does_not_decide(request_, cast):
    with pytest.raises(NotAllowed):
        request_.decide(cast.bob.id, APPROVED, "Bob", all_ticked(request_))


def test_a_decision_sent_twice_is_one(session, request_, cast):
    decide(session, request_, cast.ann)
    with pytest.raises(RuleBroken, match="version 1 was approved"):
        request_.decide(cast.ann.id, APPROVED, "Ann Becker", all_ticked(request_))
    assert session.query(ApprovalDecision).count() == 1


def test_a_new_version_supersedes_and_blocks_what_was_approved(session, request_, design, job, cast):
    decide(session, request_, cast.ann)
    second = add_version(session, design, 2)
    assert art_gate(job).reason == "Trailhead v2 is not approved yet"
    asked = ask(session, second)
    add_version(session, design, 3)
    assert asked.status == S.SUPERSEDED
    with pytest.raises(RuleBroken, match="newer version"):
        asked.decide(cast.ann.id, APPROVED, "Ann Becker", all_ticked(asked))


def test_only_the_newest_version_can_be_asked_about(session, design):
    add_version(session, design, 2)
    with pytest.raises(RuleBroken, match="Trailhead v2 took the place"):
        design.versions[0].request_approval()


def test_a_version_is_asked_about_once_at_a_time(session, request_):
    with pytest.raises(RuleBroken, match="pending already"):
        request_.design_version.request_approval()


def test_nobody_is_asked_when_nobody_can_answer(session, design, cast):
    cast.ann.archive()
    session.commit()
    with pytest.raises(RuleBroken, match="no contact"):
        design.versions[0].request_approval()


def test_two_designs_of_a_job_must_both_be_approved(session, request_, job, cast):
    other = ask(session, drawn(session, job).versions[0])
    decide(session, request_, cast.ann)
    assert art_gate(job).is_blocked
    decide(session, other, cast.ann)
    assert art_gate(job).status == GateStatus.PASSED


def test_a_waived_gate_stays_waived(session, request_, job, cast):
    art_gate(job).waive("Repeat of last year")
    decide(session, request_, cast.ann, REJECTED)
    assert art_gate(job).status == GateStatus.WAIVED


def test_a_revoked_request_asks_nobody(session, request_, cast):
    request_.revoke("The art was wrong")
    session.commit()
    assert request_.approvers[0].status == ApproverStatus.NOT_NEEDED
    with pytest.raises(RuleBroken, match="took this request back"):
        request_.decide(cast.ann.id, APPROVED, "Ann Becker", all_ticked(request_))


def test_all_of_needs_every_yes(session, design, cast):
    dana = colleague(session, cast.ann, "Dana")
    asked = ask(session, design.versions[0], workflow_of(session, Rule.ALL_OF, cast.ann, dana))
    decide(session, asked, cast.ann)
    assert asked.status == S.PENDING
    with pytest.raises(RuleBroken, match="Ann approved version 1 already"):
        asked.decide(cast.ann.id, REJECTED, "Ann Becker")
    decide(session, asked, dana)
    assert asked.status == S.APPROVED


def test_any_of_needs_one_yes(session, design, cast):
    dana = colleague(session, cast.ann, "Dana")
    asked = ask(session, design.versions[0], workflow_of(session, Rule.ANY_OF, cast.ann, dana))
    decide(session, asked, dana)
    assert asked.status == S.APPROVED
    assert asked.approvers[0].status == ApproverStatus.NOT_NEEDED


def test_a_sequence_asks_one_after_the_other(session, design, cast):
    dana = colleague(session, cast.ann, "Dana")
    asked = ask(session, design.versions[0], workflow_of(session, Rule.IN_SEQUENCE, cast.ann, dana))
    with pytest.raises(RuleBroken, match="Ann answers first"):
        asked.decide(dana.id, APPROVED, "Dana", all_ticked(asked))
    decide(session, asked, cast.ann)
    decide(session, asked, dana)
    assert asked.status == S.APPROVED


def test_the_customers_own_workflow_goes_before_the_default(session, design, cast):
    dana = colleague(session, cast.ann, "Dana")
    workflow = workflow_of(session, Rule.ALL_OF, cast.ann, dana)
    assert ask(session, design.versions[0]).workflow is workflow


def test_an_offline_answer_needs_evidence_and_says_who_recorded_it(session, request_, job, cast):
    with pytest.raises(RuleBroken, match="Upload the evidence"):
        request_.record_offline(cast.ann.id, APPROVED, "Ann Becker", "nowhere")
    evidence = file_of(session, job, "signed.pdf")
    request_.record_offline(cast.ann.id, APPROVED, "Ann Becker", evidence.id)
    session.commit()
    (row,) = session.query(ApprovalDecision)
    assert (row.evidence_file, row.recorded_by) == (evidence, "System")
    assert art_gate(job).status == GateStatus.PASSED
