"""The page of a request to approve a design: what each of its people sees and can do there."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from models.approvals import ApprovalComment, ApprovalDecision, ApprovalStatus, Rule
from models.approvals.comments import comment_on
from models.core import clock
from models.core.actor import Actor, acting_as
from models.core.roles import OFFICE
from models.customers import PortalRight
from tests import on_sqlite
from tests.approvals import add_version, all_ticked, ask, colleague, decide, drawn, workflow_of
from tests.browsing import csrf_token
from views.portal.approvals import what_waits
from views.portal.visitor import Visitor

from .proofs import asked_about_two

S = ApprovalStatus


@pytest.fixture
def asked(session, cast):
    """A pending request about version 2, for Ann to answer."""
    return asked_about_two(session, cast)


@pytest.fixture
def ann(visiting, cast):
    """Ann's browser."""
    return visiting(cast.ann)


def page_of(asked):
    return f"/portal/approvals/{asked.id}"


def send(browser, asked, deed="decide", **fields):
    address = page_of(asked)
    token = csrf_token(browser, address)
    return browser.post(f"{address}/{deed}", data={"csrf_token": token, **fields})


def approve(browser, asked, **fields):
    given = {"decision": "APPROVED", "signature": "Ann Becker", "ticked": all_ticked(asked)}
    return send(browser, asked, **(given | fields))


def said_by_the_shop(session, version, text, **where):
    with acting_as(Actor("staff", "artist", "1")):
        note = comment_on(version, text, **where)
    session.commit()
    return note


def test_approving_signs_the_version_with_name_address_and_ticks(session, ann, asked):
    answer = approve(ann, asked)
    assert answer.location == page_of(asked)
    session.refresh(asked)
    (decision,) = asked.decisions
    assert asked.status == S.APPROVED
    assert (decision.signature_name, decision.ip_address) == ("Ann Becker", "127.0.0.1")
    assert decision.sha256 == asked.design_version.sha256
    assert all(check["ticked"] for check in decision.checklist)
    shown = ann.get(page_of(asked)).text
    assert "Version 2 is approved" in shown
    assert 'id="decide"' not in shown


def test_a_gap_is_told_and_what_was_typed_is_kept(session, ann, asked):
    answer = approve(ann, asked, ticked=all_ticked(asked)[1:])
    assert answer.status_code == 409
    assert "check and tick “Spelling and numbers” first" in answer.text
    assert 'value="Ann Becker"' in answer.text
    assert answer.text.count(" checked>") == 4
    session.refresh(asked)
    assert asked.status == S.PENDING


@on_sqlite
def test_a_decision_sent_twice_is_one_decision_and_a_clear_answer(session, ann, asked):
    token, ticked = csrf_token(ann, page_of(asked)), all_ticked(asked)
    fields = {"csrf_token": token, "decision": "APPROVED", "signature": "Ann Becker", "ticked": ticked}
    answers = [ann.post(f"{page_of(asked)}/decide", data=fields) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 409]
    assert "version 2 was approved" in answers[1].text
    assert session.query(ApprovalDecision).count() == 1


@on_sqlite
def test_a_superseded_version_is_not_decided_on_and_leads_to_the_newest(session, ann, asked):
    token, ticked = csrf_token(ann, page_of(asked)), all_ticked(asked)
    newest = ask(session, add_version(session, asked.design, 3))
    fields = {"csrf_token": token, "decision": "APPROVED", "signature": "Ann Becker", "ticked": ticked}
    answer = ann.post(f"{page_of(asked)}/decide", data=fields)
    assert answer.status_code == 409
    assert "a newer version took the place of version 2" in answer.text
    assert f'href="{page_of(newest)}"' in answer.text
    assert session.query(ApprovalDecision).count() == 0


@on_sqlite
def test_changes_are_requested_in_words_or_by_the_notes(session, ann, asked, cast):
    assert send(ann, asked, decision="CHANGES_REQUESTED", signature="Ann Becker").status_code == 409
    send(ann, asked, "notes", text="Make the sun orange", x="0.5", y="0.25")
    send(ann, asked, decision="CHANGES_REQUESTED", signature="Ann Becker")
    session.refresh(asked)
    assert (asked.status, asked.requested_changes) == (S.CHANGES_REQUESTED, "See note 1.")


@on_sqlite
def test_a_rejection_keeps_its_reason(session, ann, asked):
    send(ann, asked, decision="REJECTED", signature="Ann Becker", reason="We have another idea")
    session.refresh(asked)
    assert (asked.status, asked.feedback) == (S.REJECTED, "We have another idea")


@on_sqlite
@pytest.mark.parametrize("decision", ["", "YES", "PENDING"])
def test_what_is_no_decision_changes_nothing(session, ann, asked, decision):
    assert send(ann, asked, decision=decision, signature="Ann Becker").status_code == 400
    session.refresh(asked)
    assert asked.status == S.PENDING


def test_a_note_is_pinned_where_it_was_put_and_answered_in_its_thread(session, ann, asked):
    answer = send(ann, asked, "notes", text="Is this our orange?", x="0.583", y="0.2")
    (note,) = session.query(ApprovalComment).all()
    assert answer.location.endswith(f"#note-{note.id}")
    assert (note.pin_x, note.pin_y, note.author_name) == (Decimal("0.583"), Decimal("0.2"), "Ann")
    said_by_the_shop(session, asked.design_version, "Yes, PMS 164.", parent=note)
    send(ann, asked, "notes", text="Lovely", parent=note.id)
    shown = ann.get(page_of(asked)).text
    thread = shown[shown.index('id="notes"') :]
    assert thread.index("Is this our orange?") < thread.index("Yes, PMS 164.") < thread.index("Lovely")
    assert "1 open" in shown
    assert f'data-note="{note.id}" data-x="0.58300"' in shown


@on_sqlite
@pytest.mark.parametrize(
    "fields",
    [
        {"text": ""},
        {"text": "x" * 2001},
        {"text": "Here", "x": "1.5", "y": "0"},
        {"text": "Here", "x": "-0.1", "y": "0"},
        {"text": "Here", "x": "left", "y": "top"},
        {"text": "Here", "x": "NaN", "y": "0"},
        {"text": "Here", "x": "0.5", "y": ""},
        {"text": "Here", "x": "1e999999", "y": "0"},
    ],
)
def test_a_note_that_is_none_is_refused(session, ann, asked, fields):
    assert send(ann, asked, "notes", **fields).status_code == 422
    assert session.query(ApprovalComment).count() == 0


@on_sqlite
def test_a_note_answers_none_of_another_design(session, ann, asked, cast):
    other = drawn(session, asked.job)
    foreign = said_by_the_shop(session, other.versions[0], "About another design")
    assert send(ann, asked, "notes", text="Mine", parent=foreign.id).status_code == 404


@on_sqlite
def test_words_are_shown_as_they_were_written(session, ann, asked):
    send(ann, asked, "notes", text="<script>alert(1)</script>", x="0.1", y="0.1")
    shown = ann.get(page_of(asked)).text
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


@on_sqlite
def test_a_viewer_looks_and_is_told_who_decides(session, ann, asked, cast):
    dana = colleague(session, cast.ann, "Dana")
    asked_dana = ask(session, add_version(session, asked.design, 3), workflow_of(session, Rule.ONE, dana))
    cast.ann.portal_right = PortalRight.VIEWER
    shown = ann.get(page_of(asked_dana)).text
    assert "Dana is asked to decide." in shown
    assert 'id="decide"' not in shown
    assert 'id="compose"' not in shown


@on_sqlite
def test_staff_who_look_as_ann_see_the_page_and_no_form(visiting, asked, cast):
    shown = visiting(cast.ann, OFFICE).get(page_of(asked)).text
    assert "Only Ann decides here" in shown
    assert 'id="decide"' not in shown


@on_sqlite
def test_in_a_sequence_whoever_is_second_waits_for_the_first(session, visiting, ann, cast):
    dana = colleague(session, cast.ann, "Dana")
    asked = asked_about_two(session, cast, workflow_of(session, Rule.IN_SEQUENCE, dana, cast.ann))
    assert "Dana answers first. You get a mail when it is your turn." in ann.get(page_of(asked)).text
    decide(session, asked, dana)
    assert 'id="decide"' in ann.get(page_of(asked)).text


@on_sqlite
def test_of_two_who_must_both_approve_the_first_is_told_who_is_missing(session, ann, cast):
    dana = colleague(session, cast.ann, "Dana")
    asked = asked_about_two(session, cast, workflow_of(session, Rule.ALL_OF, cast.ann, dana))
    assert "Dana has to approve too and has not answered yet." in ann.get(page_of(asked)).text
    approve(ann, asked)
    shown = ann.get(page_of(asked)).text
    assert "You approved version 2." in shown
    assert "Answer by" in shown
    session.refresh(asked)
    assert asked.status == S.PENDING


@on_sqlite
def test_an_expired_request_says_so_and_takes_no_answer(session, ann, asked):
    token, ticked = csrf_token(ann, page_of(asked)), all_ticked(asked)
    asked.expire()
    session.commit()
    shown = ann.get(page_of(asked)).text
    assert "Nobody answered in time" in shown
    assert 'id="decide"' not in shown
    fields = {"csrf_token": token, "decision": "APPROVED", "signature": "Ann Becker", "ticked": ticked}
    assert ann.post(f"{page_of(asked)}/decide", data=fields).status_code == 409


@on_sqlite
def test_a_late_answer_is_still_one(ann, asked):
    with clock.told_time(asked.due_date + dt.timedelta(hours=1)):
        shown = ann.get(page_of(asked)).text
    assert "Answer was due" in shown
    assert 'id="decide"' in shown


@on_sqlite
def test_a_version_that_was_never_sent_is_not_there(session, ann, asked):
    design = drawn(session, asked.job, versions=2)  # the first was the artist's own
    later = ask(session, design.versions[1])
    assert ann.get(f"{page_of(later)}/versions/1/picture").status_code == 404
    assert ann.get(f"{page_of(later)}/versions/1/download").status_code == 404


@on_sqlite
def test_pictures_are_the_versions_own_and_kept_by_the_browser(ann, asked):
    first, second = (ann.get(f"{page_of(asked)}/versions/{number}/picture") for number in (1, 2))
    assert first.data != second.data
    assert second.mimetype == "image/webp"
    assert "immutable" in second.headers["Cache-Control"]
    assert "private" in second.headers["Cache-Control"]


@on_sqlite
def test_a_file_without_a_preview_is_said_to_have_none(session, ann, asked):
    design = drawn(session, asked.job)
    shown = ann.get(page_of(ask(session, design.versions[0]))).text
    assert "This file has no preview" in shown


@on_sqlite
def test_what_waits_is_named_for_the_first_page_until_it_is_answered(shop, ann, asked, cast, portal_session):
    inside = Visitor(cast.ann, portal_session(cast.ann), read_only=False)
    with shop.test_request_context():
        (waiting,) = what_waits(inside)
    assert "Trailhead 10K shirts" in waiting.headline
    assert waiting.url == page_of(asked)
    assert ann.get(waiting.picture_url).status_code == 200
    approve(ann, asked)
    with shop.test_request_context():
        assert what_waits(inside) == []


@on_sqlite
def test_the_list_tells_what_waits_from_what_is_past(session, ann, asked):
    shown = ann.get("/portal/approvals/").text
    assert shown.index("Waiting for an answer") < shown.index(page_of(asked)) < shown.index("Before")
    approve(ann, asked)
    shown = ann.get("/portal/approvals/").text
    assert "Nothing waits for your answer" in shown
    assert shown.index("Before") < shown.index(page_of(asked))
