"""The shop's page of a design: versions, notes, what is asked, what was decided."""

import re

import pytest

from models.approvals import ApprovalComment, ApprovalStatus, DesignApprovalRequest, comment_on
from models.core.roles import ARTIST, OFFICE, PRODUCTION
from models.designs import Design
from tests import on_sqlite
from tests.approvals import add_version, ask, decide, drawn, file_of, unapproved_job
from tests.browsing import csrf_token, post_form
from tests.views.test_every_screen import asked
from views.proofs import Reader, threads_of

pytestmark = on_sqlite


@pytest.fixture
def job(session, cast):
    return unapproved_job(session, cast)


@pytest.fixture
def design(session, job):
    return drawn(session, job)


def page(browser, design):
    return browser.get(f"/designs/show/{design.id}").text


def post(browser, design, address, **data):
    token = csrf_token(browser, f"/designs/show/{design.id}")
    return browser.post(address, data={"csrf_token": token, "asked": "yes", **data})


def test_a_design_without_a_version_leads_to_adding_one(session, client_as, cast):
    empty = Design(name="Nothing yet", customer=cast.acme)
    session.add(empty)
    session.commit()
    text = page(client_as(ARTIST), empty)
    assert "No version yet" in text
    assert re.search(r'btn btn-primary" href="#add-version"', text)


def test_an_artist_adds_a_version_from_a_checked_file(session, client_as, design):
    file = file_of(session, design.job, "trailhead-new.png")
    session.commit()
    answer = post(
        client_as(ARTIST),
        design,
        f"/designs/{design.id}/add_version",
        file_id=file.id,
        what_changed="The sun is orange",
    )
    assert answer.status_code == 303
    assert design.newest_version().number == 2
    assert "The sun is orange" in page(client_as(ARTIST), design)


def test_an_artist_asks_the_customer_and_the_page_says_who_has_not_answered(session, client_as, design):
    artist, version = client_as(ARTIST), design.versions[0]
    answer = post(artist, design, f"/design_versions/{version.id}/request_approval", message="Have a look")
    assert answer.status_code == 303
    text = page(artist, design)
    assert "Waits for the customer" in text
    assert "has not answered yet" in text
    assert session.query(DesignApprovalRequest).one().requested_by == "artist"


def test_a_note_is_pinned_answered_and_solved(session, client_as, design):
    artist = client_as(ARTIST)
    post(artist, design, f"/designs/{design.id}/notes", text="Is this right?", x="0.25", y="0.5")
    note = session.query(ApprovalComment).one()
    post(artist, design, f"/designs/{design.id}/notes", text="It is.", parent=note.id)
    post(artist, design, f"/approval_comments/{note.id}/resolve")
    session.expire_all()
    assert (str(note.pin_x), note.replies[0].body, note.resolved_in) == (
        "0.25000",
        "It is.",
        design.versions[0],
    )
    assert "1 solved" in page(artist, design)


@pytest.mark.parametrize("place", [{"x": "here", "y": "0"}, {"x": "NaN", "y": "0"}, {"x": "7", "y": "0"}])
def test_a_note_at_no_place_is_refused_with_a_sentence(session, client_as, design, place):
    answer = post(client_as(ARTIST), design, f"/designs/{design.id}/notes", text="Here", **place)
    assert answer.status_code == 422
    assert session.query(ApprovalComment).count() == 0


def test_a_note_cannot_answer_that_of_another_design(session, client_as, design, job):
    other = drawn(session, job)
    artist = client_as(ARTIST)
    post(artist, other, f"/designs/{other.id}/notes", text="Mine")
    parent = session.query(ApprovalComment).one()
    answer = post(artist, design, f"/designs/{design.id}/notes", text="Yours", parent=parent.id)
    assert answer.status_code == 404


def test_who_only_reads_designs_finds_no_forms_and_cannot_write(client_as, design):
    printer = client_as(PRODUCTION)
    text = page(printer, design)
    assert "add-version" not in text
    assert 'id="compose"' not in text
    assert post(printer, design, f"/designs/{design.id}/notes", text="Hello").status_code == 403


def test_office_records_an_answer_with_its_evidence(session, client_as, design, cast):
    request = ask(session, design.versions[0])
    evidence = file_of(session, design.job, "signed.pdf")
    session.commit()
    answer = post(
        client_as(OFFICE),
        design,
        f"/design_approval_requests/{request.id}/record_offline",
        contact_id=cast.ann.id,
        decision="APPROVED",
        signature_name="Ann Becker",
        evidence_file_id=evidence.id,
    )
    assert answer.status_code == 303
    session.expire_all()
    assert request.status == ApprovalStatus.APPROVED
    assert "recorded by office" in page(client_as(OFFICE), design)


def test_an_artist_does_not_record_answers(client_as, session, design, cast):
    request = ask(session, design.versions[0])
    assert "record_offline" not in page(client_as(ARTIST), design)
    answer = post_form(client_as(ARTIST), f"/design_approval_requests/{request.id}/record_offline")
    assert answer.status_code == 403


def test_the_page_asks_the_same_of_the_database_however_many_versions(session, client_as, design, cast):
    artist, address = client_as(ARTIST), f"/designs/show/{design.id}"
    decide(session, ask(session, design.versions[0]), cast.ann)
    add_version(session, design, 2)
    asked(artist, address)
    _, few = asked(artist, address)
    known = session.get(Design, address.rpartition("/")[2])
    for number in range(3, 9):
        add_version(session, known, number)
    _, many = asked(artist, address)
    assert len(many) <= len(few) + 2


def test_open_notes_come_first_then_the_newest(session, design):
    older, newer = (comment_on(design.versions[0], text) for text in ("Make it wider", "Is this our orange?"))
    session.commit()

    def listed():
        return [thread.id for thread in threads_of(session, design, Reader())]

    assert listed() == [newer.id, older.id]
    newer.resolve()
    session.commit()
    assert listed() == [older.id, newer.id]


def test_a_check_that_approvers_are_asked_to_tick_is_never_taken_away(session, client_as, design):
    check = ask(session, design.newest_version()).checks[0]
    session.commit()
    artist = client_as(ARTIST)
    token = csrf_token(artist, f"/designs/show/{design.id}")
    answer = artist.delete(f"/api/v1/approval_checks/{check.id}", headers={"X-CSRFToken": token})
    assert answer.status_code == 403
