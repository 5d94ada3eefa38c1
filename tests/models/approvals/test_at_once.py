"""Two people at once: one outcome, and a clear answer to the other."""

import pytest

from models.approvals import ApprovalDecision, ApprovalStatus, DesignApprovalRequest, Rule
from models.core.errors import RuleBroken
from models.designs import Design
from models.gates import GateStatus
from tests.approvals import (
    APPROVED,
    REJECTED,
    add_version,
    all_ticked,
    art_gate,
    ask,
    colleague,
    drawn,
    file_of,
    unapproved_job,
    workflow_of,
)
from tests.models.test_concurrency import at_once

__all__ = ["at_once"]


@pytest.fixture
def job(session, cast):
    return unapproved_job(session, cast)


@pytest.fixture
def design(session, job):
    return drawn(session, job)


def answering(request, contact, decision=APPROVED):
    """What each of many requests does: the contact answers."""
    request_id, contact_id, ticked = request.id, contact.id, all_ticked(request)

    def answer(session):
        asked = session.get(DesignApprovalRequest, request_id)
        asked.decide(contact_id, decision, "Ann Becker", ticked)

    return answer


def test_a_decision_sent_six_times_at_once_is_one(at_once, session, design, cast):
    request = ask(session, design.versions[0])
    raised = at_once(*[answering(request, cast.ann)] * 6)
    assert raised.count(None) == 1
    assert all(
        isinstance(each, RuleBroken) and "version 1 was approved" in str(each) for each in raised if each
    )
    assert session.query(ApprovalDecision).count() == 1


def test_two_approvers_of_any_who_say_yes_and_no_at_once_give_one_outcome(
    at_once, session, design, job, cast
):
    dana = colleague(session, cast.ann, "Dana")
    request = ask(session, design.versions[0], workflow_of(session, Rule.ANY_OF, cast.ann, dana))
    raised = at_once(answering(request, cast.ann), answering(request, dana, REJECTED))
    assert raised.count(None) == 1
    (decision,) = session.query(ApprovalDecision)
    assert request.status == ApprovalStatus(decision.decision)
    assert art_gate(job).is_blocked == (decision.decision == REJECTED)


def test_two_approvers_of_all_who_say_yes_at_once_both_count(at_once, session, design, job, cast):
    dana = colleague(session, cast.ann, "Dana")
    request = ask(session, design.versions[0], workflow_of(session, Rule.ALL_OF, cast.ann, dana))
    assert at_once(answering(request, cast.ann), answering(request, dana)) == [None, None]
    assert request.status == ApprovalStatus.APPROVED
    assert art_gate(job).status == GateStatus.PASSED


def test_two_designs_approved_at_once_pass_the_gate(at_once, session, design, job, cast):
    first, second = ask(session, design.versions[0]), ask(session, drawn(session, job).versions[0])
    assert at_once(answering(first, cast.ann), answering(second, cast.ann)) == [None, None]
    assert art_gate(job).status == GateStatus.PASSED


def test_an_answer_and_a_new_version_at_once_never_leave_old_art_approved_for_print(
    at_once, session, design, job, cast
):
    request, file = ask(session, design.versions[0]), file_of(session, job, "trailhead-v2.png")
    design_id, file_id = design.id, file.id
    at_once(
        answering(request, cast.ann), lambda other: other.get(Design, design_id).add_version(file_id) and None
    )
    assert request.status in (ApprovalStatus.APPROVED, ApprovalStatus.SUPERSEDED)
    assert design.newest_version().number == 2
    assert art_gate(job).is_blocked


def test_versions_added_at_once_have_numbers_of_their_own(at_once, session, design, job):
    files = [file_of(session, job, f"new-{number}.png").id for number in range(4)]
    design_id = design.id
    raised = at_once(
        *[lambda other, file=file: other.get(Design, design_id).add_version(file) and None for file in files]
    )
    assert raised == [None] * 4
    assert [version.number for version in design.versions] == [1, 2, 3, 4, 5]


def test_a_version_is_asked_about_once_however_many_press_at_once(at_once, session, design):
    from models.designs import DesignVersion

    version_id = design.versions[0].id
    raised = at_once(*[lambda other: other.get(DesignVersion, version_id).request_approval() and None] * 4)
    assert raised.count(None) == 1
    assert session.query(DesignApprovalRequest).count() == 1


def test_an_answer_and_the_clocks_expiry_at_once_give_one_outcome(at_once, session, design, cast):
    request = ask(session, design.versions[0])
    request_id = request.id
    raised = at_once(
        answering(request, cast.ann), lambda other: other.get(DesignApprovalRequest, request_id).expire()
    )
    assert raised.count(None) == 1
    assert (session.query(ApprovalDecision).count() == 1) == (request.status == ApprovalStatus.APPROVED)


def test_a_superseded_version_takes_no_answer_that_was_begun_before(session, design, cast):
    request = ask(session, design.versions[0])
    seen = all_ticked(request)
    add_version(session, design, 2)
    with pytest.raises(RuleBroken, match="newer version"):
        request.decide(cast.ann.id, APPROVED, "Ann Becker", seen)
