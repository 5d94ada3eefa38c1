"""Answering a quote: by an approver or by the mailed link, with a name, to the price on the page, once."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import sqlalchemy as sa

from models.core import clock
from models.customers import PortalRight
from models.jobs import Job, JobItem, JobStatus
from models.links import link_for
from models.portal import QuoteAnswer
from tests import on_sqlite
from tests.browsing import csrf_token
from tests.papers import words


@pytest.fixture
def quote(session, cast):
    job = Job(title="Summer caps", customer=cast.acme, contact=cast.ann, quoted_amount="418.50")
    job.items = [JobItem(description="Cap", quantity=60)]
    session.add(job)
    session.flush()
    job.send_quote()
    session.commit()
    return job


def answer(browser, job, deed="accept", **fields):
    fields = {"name": "Ann Becker", "amount": "418.50", **fields}
    token = csrf_token(browser, "/portal/account")
    sent = {**fields, "answer": deed, "csrf_token": token}
    return browser.post(f"/portal/jobs/{job.id}/quote", data=sent)


def kept(session):
    session.expire_all()
    return session.scalars(sa.select(QuoteAnswer)).all()


def test_an_approver_accepts_a_quote_with_a_typed_name(session, visiting, cast, quote):
    assert answer(visiting(cast.ann), quote).location == f"/portal/jobs/{quote.id}"
    (given,) = kept(session)
    assert (given.is_accepted, given.name, given.amount) == (True, "Ann Becker", Decimal("418.50"))
    assert given.contact_id == cast.ann.id
    assert quote.status == JobStatus.APPROVED
    assert quote.status_updates[-1].actor == "Ann"


@on_sqlite
def test_an_approver_declines_a_quote_with_a_reason(session, visiting, cast, quote):
    answer(visiting(cast.ann), quote, "decline", reason="Too late for the camp")
    assert kept(session)[0].reason == "Too late for the camp"
    assert quote.status == JobStatus.DECLINED


@on_sqlite
@pytest.mark.parametrize("name", ["", "   "])
def test_a_quote_is_not_answered_without_a_name(session, visiting, cast, quote, name):
    refused = answer(visiting(cast.ann), quote, name=name)
    assert refused.status_code == 422
    assert "Type your full name to sign." in refused.text
    assert kept(session) == []
    assert quote.status == JobStatus.QUOTE_SENT


@on_sqlite
@pytest.mark.parametrize("amount", ["", "400.00"])
def test_a_price_that_was_not_on_the_page_is_not_accepted(session, visiting, cast, quote, amount):
    assert answer(visiting(cast.ann), quote, amount=amount).status_code == 409
    assert kept(session) == []


@on_sqlite
@pytest.mark.parametrize("amount", ["x", "1e", "--1"])
def test_a_price_that_is_no_number_is_refused(visiting, cast, quote, amount):
    assert answer(visiting(cast.ann), quote, amount=amount).status_code == 400


def test_a_second_answer_changes_nothing_and_is_told_so(session, visiting, cast, quote):
    answer(visiting(cast.ann), quote)
    second = answer(visiting(cast.ann), quote, "decline")
    assert second.status_code == 409
    assert "is not waiting for an answer" in second.text
    assert len(kept(session)) == 1
    assert quote.status == JobStatus.APPROVED


@on_sqlite
def test_a_quote_that_is_over_is_not_accepted(session, visiting, cast, quote):
    later = clock.now() + (quote.quote_expires_on - clock.shop_day()) + dt.timedelta(days=1)
    browser = visiting(cast.ann)
    with clock.told_time(later):
        assert answer(browser, quote).status_code == 409
    assert kept(session) == []


@on_sqlite
def test_a_viewer_sees_the_quote_and_is_told_who_answers(session, visiting, cast, quote):
    cast.ann.portal_right = PortalRight.VIEWER
    page = visiting(cast.ann).get(f"/portal/jobs/{quote.id}/quote").text
    assert "$418.50" in page
    assert "Somebody of Acme who may decide answers it." in page
    assert 'name="answer"' not in page
    paper = visiting(cast.ann).get(f"/portal/jobs/{quote.id}/quote.pdf")
    assert (paper.status_code, b"/d/" in paper.data, "/d/" in words(paper.data)[0]) == (200, False, False)


@on_sqlite
def test_a_quote_waits_on_the_first_page_until_it_is_answered(visiting, cast, quote):
    browser = visiting(cast.ann)
    assert "Answer the quote for Summer caps" in browser.get("/portal/").text
    answer(browser, quote)
    assert "Answer the quote for Summer caps" not in browser.get("/portal/").text


@pytest.fixture
def link(session, quote):
    address = f"/d/{link_for(session, quote).token()}"
    session.commit()
    return address


def test_a_quote_is_accepted_by_the_mailed_link(session, stranger, quote, link):
    assert f"{link}/quote" in stranger.get(link).text
    assert "$418.50" in stranger.get(f"{link}/quote").text
    sent = {"answer": "accept", "name": "Ann Becker", "amount": "418.50"}
    assert stranger.post(f"{link}/quote", data=sent).location == link
    assert kept(session)[0].contact_id is None
    assert quote.status == JobStatus.APPROVED
    assert stranger.post(f"{link}/quote", data=sent).status_code == 409


@on_sqlite
def test_looking_at_a_quote_by_link_answers_nothing(session, stranger, quote, link):
    for method in ("get", "head", "options"):
        getattr(stranger, method)(f"{link}/quote?answer=accept&name=Ann&amount=418.50")
    assert kept(session) == []
    assert quote.status == JobStatus.QUOTE_SENT


@on_sqlite
def test_a_revoked_link_answers_no_quote(session, stranger, quote, link):
    link_for(session, quote).revoke()
    sent = {"answer": "accept", "name": "Ann Becker", "amount": "418.50"}
    assert stranger.post(f"{link}/quote", data=sent).status_code == 410
    assert kept(session) == []
