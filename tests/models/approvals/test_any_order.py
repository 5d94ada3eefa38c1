"""Whatever approvers, artists and the clock do, in any order: the rules of requests hold."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from models.approvals import ApprovalStatus, ApproverStatus, Decision, Rule
from models.approvals.life import UNANSWERED
from models.core.errors import RuleBroken
from models.gates import GateStatus
from tests import on_sqlite
from tests.approvals import add_version, all_ticked, art_gate, colleague, drawn, unapproved_job, workflow_of

S, A = ApprovalStatus, ApproverStatus
OTHERS = ("Dana", "Eli")
MOSTLY_THE_LAST = st.sampled_from([-1, -1, -1, -1, 0])
MOSTLY_YES = st.sampled_from([Decision.APPROVED] * 5 + list(Decision))


class Requests(RuleBasedStateMachine):
    """One design of one job, three approvers, any rule."""

    session = cast = None

    def __init__(self):
        super().__init__()
        self.session.rollback()
        self.job = unapproved_job(self.session, self.cast)
        known = {contact.name: contact for contact in self.cast.acme.contacts}
        self.people = [
            self.cast.ann,
            *(known.get(n) or colleague(self.session, self.cast.ann, n) for n in OTHERS),
        ]
        self.design = drawn(self.session, self.job)
        self.requests, self.ended = [], {}

    def refused(self, deed):
        """Do it, or see it refused with nothing changed."""
        try:
            deed()
            self.session.commit()
        except RuleBroken as refusal:
            self.session.rollback()
            return str(refusal)
        return ""

    @rule()
    def add_version(self):
        add_version(self.session, self.design, len(self.design.versions) + 1)

    @rule(how=st.sampled_from(Rule))
    def ask(self, how):
        from models.approvals import ApprovalWorkflow

        named = self.session.query(ApprovalWorkflow).filter_by(name=f"{how} of 3").first()
        workflow = named or workflow_of(self.session, how, *self.people)
        version = self.design.newest_version()
        open_now = [each for each in self.requests if each.is_pending]
        approved = any(r.status == S.APPROVED and r.version_id == version.id for r in self.requests)
        asked = []
        refusal = self.refused(lambda: asked.append(version.request_approval(workflow_id=workflow.id)))
        assert bool(refusal) == bool(open_now or approved)
        if not refusal:
            self.requests += asked

    @precondition(lambda self: self.requests and self.requests[-1].is_pending)
    @rule(decision=MOSTLY_YES)
    def somebody_whose_turn_it_is_decides(self, decision):
        request = self.requests[-1]
        turn = next(each for each in request.approvers if each.status == A.ASKED)
        request.decide(turn.contact_id, decision, "A Name", all_ticked(request), "Wider")
        self.session.commit()

    @precondition(lambda self: self.requests)
    @rule(which=MOSTLY_THE_LAST, who=st.integers(0, 2), decision=MOSTLY_YES)
    def decide(self, which, who, decision):
        request = self.requests[which]
        person = next((a for a in request.approvers if a.contact_id == self.people[who].id), None)
        may = request.is_pending and person is not None and person.status == A.ASKED
        refusal = self.refused(
            lambda: request.decide(self.people[who].id, decision, "A Name", all_ticked(request), "Wider")
        )
        assert bool(refusal) != may

    @precondition(lambda self: self.requests)
    @rule(verb=st.sampled_from(["revoke", "expire"]), which=st.sampled_from([0, -1]))
    def end(self, verb, which):
        request = self.requests[which]
        was_pending = request.is_pending
        arguments = {"reason": "Wrong"} if verb == "revoke" else {}
        assert bool(self.refused(lambda: getattr(request, verb)(**arguments))) != was_pending

    @invariant()
    def what_has_ended_stays_as_it_ended(self):
        for request in self.requests:
            if not request.is_pending:
                assert self.ended.setdefault(request.id, request.status) == request.status
                assert not [a for a in request.approvers if a.status in UNANSWERED]

    @invariant()
    def at_most_one_waits_and_only_about_the_newest_version(self):
        waiting = [each for each in self.requests if each.is_pending]
        assert len(waiting) <= 1
        assert all(each.version_id == self.design.newest_version().id for each in waiting)
        assert all(any(a.status == A.ASKED for a in each.approvers) for each in waiting)

    @invariant()
    def an_approval_has_the_yes_of_everybody_whom_its_rule_wants(self):
        for request in self.requests:
            yes = [a.status == A.APPROVED for a in request.approvers]
            if request.status == S.APPROVED:
                assert any(yes) if request.rule in (Rule.ONE, Rule.ANY_OF) else all(yes)
            elif request.is_pending:
                assert not (any(yes) if request.rule in (Rule.ONE, Rule.ANY_OF) else all(yes))

    @invariant()
    def each_person_answers_a_request_once(self):
        for request in self.requests:
            contacts = [decision.contact_id for decision in request.decisions]
            assert len(contacts) == len(set(contacts))

    @invariant()
    def the_art_gate_is_passed_exactly_by_the_approval_of_the_newest_version(self):
        newest = self.design.newest_version()
        approved = any(r.status == S.APPROVED and r.version_id == newest.id for r in self.requests)
        assert (art_gate(self.job).status == GateStatus.PASSED) == approved


@on_sqlite
def test_requests_keep_their_rules_whatever_happens_in_whatever_order(session, cast):
    machine = type("OnThisShop", (Requests,), {"session": session, "cast": cast})
    few = settings(
        max_examples=12,
        stateful_step_count=14,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=few)
