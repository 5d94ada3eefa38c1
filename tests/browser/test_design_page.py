"""The shop's page of a design in a real browser: what the customer says and decides comes in by itself."""

from __future__ import annotations

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from models.approvals import comment_on
from models.core.actor import Actor, acting_as
from models.core.roles import ARTIST
from tests import on_sqlite
from tests.approvals import ask, decide, drawn, unapproved_job
from tests.views.portal.proofs import give_picture

from .looks import faults_of
from .signing_in import sign_in

pytestmark = on_sqlite


@pytest.fixture
def asked(session, cast):
    return ask(session, drawn(session, unapproved_job(session, cast)).versions[0])


def test_what_the_customer_says_and_decides_comes_in_while_the_artist_writes(
    page, address, session, cast, asked, troubles
):
    sign_in(page, address, ARTIST)
    with page.expect_response(lambda answer: "/live/?tables=" in answer.url):
        page.goto(f"{address}/designs/show/{asked.design_id}")
    page.get_by_text("Write a note").click()
    page.get_by_label("Your note on version 1").fill("Half a sent")
    with acting_as(Actor("customer", "Ann", cast.ann.id)):
        comment_on(asked.design_version, "The year is wrong")
        session.commit()
    expect(page.get_by_text("The year is wrong")).to_be_visible()
    decide(session, asked, cast.ann)
    expect(page.locator(".d-standing")).to_have_text("Approved")
    expect(page.get_by_label("Your note on version 1")).to_have_value("Half a sent")
    assert troubles == []


def test_it_reads_well_in_every_look(page, address, session, cast, asked, troubles):
    give_picture(session, asked.design_version)
    with acting_as(Actor("customer", "Ann", cast.ann.id)):
        comment_on(asked.design_version, "The year is wrong", pin=(Decimal("0.5"), Decimal("0.3")))
    session.commit()
    decide(session, asked, cast.ann)
    design = asked.design_id
    session.commit()  # the test keeps no transaction open, which the shop would wait for
    sign_in(page, address, ARTIST)
    page.goto(f"{address}/designs/show/{design}")
    page.get_by_text("Write a note").click()
    assert faults_of(page) == []
    page.get_by_role("button", name="Solved in v1").click()
    expect(page.get_by_role("button", name="Not solved after all")).to_be_visible()
    assert troubles == []
