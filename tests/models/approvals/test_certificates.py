"""Certificates: what they say, and that ours are told from altered ones."""

import json

import pytest

from models.approvals.certificates import certificate_of, seal_of, uncertified, verify_file, verify_text
from models.core.errors import RuleBroken
from models.notifications import NotificationQueue
from tests import on_sqlite
from tests.approvals import ask, decide, drawn, file_of, unapproved_job


@pytest.fixture
def approved(session, cast):
    request = ask(session, drawn(session, unapproved_job(session, cast)).versions[0])
    decide(session, request, cast.ann)
    return request


def test_a_certificate_names_the_file_who_signed_and_what_was_checked(approved):
    told = certificate_of(approved)
    assert told["file"]["sha256"] == approved.design_version.sha256
    (decision,) = told["decisions"]
    assert (decision["signed"], decision["ip_address"]) == ("Ann Becker", "203.0.113.9")
    assert [check["ticked"] for check in decision["checklist"]] == [True] * 5
    assert decision["at"].endswith("Z")


def test_a_certificate_of_ours_is_genuine(session, approved):
    verdict = verify_text(session, json.dumps(certificate_of(approved), indent=2))
    assert verdict.is_valid
    assert "Trailhead v1 was approved" in verdict.sentence


@on_sqlite
def test_an_altered_certificate_is_not(session, approved):
    told = certificate_of(approved)
    told["decisions"][0]["signed"] = "Somebody Else"
    assert not verify_text(session, json.dumps(told)).is_valid


@on_sqlite
def test_a_sealed_certificate_of_an_approval_that_is_not_on_record_is_not(session, approved):
    facts = {name: value for name, value in certificate_of(approved).items() if name != "seal"}
    facts["certificate"] = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
    assert not verify_text(session, json.dumps(facts | {"seal": seal_of(facts)})).is_valid


@on_sqlite
@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"seal": 7}', '{"seal": "ä"}', "[" * 100_000])
def test_what_is_no_certificate_is_said_to_be_none(session, text):
    assert not verify_text(session, text).is_valid


def test_an_approval_is_certified_once_and_its_file_is_known_by_its_hash(session, approved):
    assert uncertified(session) == [approved.id]
    file = file_of(session, approved.job, "certificate.pdf")
    approved.certify(file.id)
    session.commit()
    assert uncertified(session) == []
    assert verify_file(session, file.sha256).is_valid
    assert not verify_file(session, "0" * 64).is_valid


def test_the_certificate_is_mailed_to_who_was_asked(session, approved):
    approved.certify(file_of(session, approved.job, "certificate.pdf").id)
    session.commit()
    mails = session.query(NotificationQueue).filter_by(type="DESIGN_APPROVAL_DECIDED")
    assert [mail.recipient_email for mail in mails] == ["ann@acme.example"]


@on_sqlite
def test_only_an_approval_is_certified_or_looked_at(session, cast):
    request = ask(session, drawn(session, unapproved_job(session, cast)).versions[0])
    for verb in (request.note_hash, request.find_altered, lambda: request.certify("x")):
        with pytest.raises(RuleBroken, match="must be approved"):
            verb()


@on_sqlite
def test_who_has_answered_cannot_be_excused(approved):
    with pytest.raises(RuleBroken, match="must be asked, waiting"):
        approved.approvers[0].excuse()
