"""Certificates in the portal: fetched by their customer, checked by whoever holds one."""

import io
import json

import pytest

from models.files import CustomerFile, FileDownload
from tasks.approvals import make_certificates
from tests import on_sqlite
from tests.approvals import ask, decide, drawn, unapproved_job

pytestmark = on_sqlite


@pytest.fixture
def request_(session, cast):
    asked = ask(session, drawn(session, unapproved_job(session, cast)).versions[0])
    decide(session, asked, cast.ann)
    return asked


@pytest.fixture
def approved(session, request_):
    make_certificates(session)
    return request_


def fetched(browser, approved, kind):
    return browser.get(f"/portal/approvals/{approved.id}/certificate.{kind}")


def check(browser, content, name="certificate.pdf"):
    sent = {"certificate": (io.BytesIO(content), name)}
    return browser.post("/portal/certificates", data=sent, content_type="multipart/form-data")


def test_the_customer_fetches_the_pdf_as_it_was_kept(session, visiting, approved, cast):
    answer = fetched(visiting(cast.ann), approved, "pdf")
    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="approval-J-')
    assert session.query(FileDownload).count() == 1


def test_the_pdf_is_found_genuine_by_a_stranger_and_an_altered_one_is_not(visiting, stranger, approved, cast):
    pdf = fetched(visiting(cast.ann), approved, "pdf").data
    assert "This certificate is genuine" in check(stranger, pdf).text
    assert "not one byte may differ" in check(stranger, pdf + b"\n").text


def test_the_json_is_found_genuine_and_an_altered_one_is_not(visiting, stranger, approved, cast):
    text = fetched(visiting(cast.ann), approved, "json").text
    assert json.loads(text)["file"]["sha256"] == approved.design_version.sha256
    assert "This certificate is genuine" in check(stranger, text.encode(), "a.json").text
    altered = text.replace("Ann Becker", "Ben Becker").encode()
    assert "its seal does not fit" in check(stranger, altered, "a.json").text


@pytest.mark.parametrize(
    "content", [b"", b"{", b"x" * 2_000_001], ids=["nothing", "half a file", "too large"]
)
def test_what_is_no_certificate_is_said_to_be_none(stranger, content):
    answer = check(stranger, content)
    assert answer.status_code == 200
    assert "genuine" not in answer.text


def test_before_it_is_made_the_customer_is_told_to_wait(visiting, request_, cast):
    answer = fetched(visiting(cast.ann), request_, "pdf")
    assert answer.status_code == 409
    assert "being made" in answer.text


def test_it_is_made_once_however_often_the_clock_comes_by(session, approved):
    made = approved.certificate_id
    make_certificates(session)
    session.expire_all()
    assert approved.certificate_id == made
    assert session.query(CustomerFile).filter(CustomerFile.name.like("Certificate%")).count() == 1


def test_what_customers_typed_is_text_in_the_pdf_and_never_markup(session, visiting, request_, cast):
    import pypdfium2

    request_.design.name = "Tees #panic() $x$ *bold* \\ </script>"
    session.commit()
    make_certificates(session)
    pdf = pypdfium2.PdfDocument(fetched(visiting(cast.ann), request_, "pdf").data)
    assert "#panic() $x$ *bold*" in pdf[0].get_textpage().get_text_range().replace("\r\n", " ")
