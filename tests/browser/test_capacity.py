"""The charts of the outlook in a real browser, under our policy: drawn, read by axe, the same by keyboard."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from models.core import clock
from models.core.roles import MANAGER
from models.jobs import DecorationMethod
from models.people import Employee, Machine
from models.scheduling import MachineStage, ProductionStage
from tests import on_sqlite
from tests.planned import accepted_job, operation_of, put_on

from .looks import faults_of
from .signing_in import sign_in

pytestmark = on_sqlite


@pytest.fixture
def planned(session, cast) -> None:
    """A few weeks in which something is booked, waits and is too much. The test keeps no transaction open."""
    rosa = session.scalars(sa.select(Employee).filter_by(name="Rosa")).one()
    printing = session.scalars(sa.select(ProductionStage).filter_by(key="PRINTING")).one()
    session.add(MachineStage(machine=Machine(name="Automatic press"), stage=printing))
    today = clock.shop_day()
    for number, hours in enumerate((6, 50, 36, 20)):
        job = accepted_job(
            session, cast, DecorationMethod.DTF, due_on=today + dt.timedelta(days=9 + 7 * number)
        )
        day = today + dt.timedelta(
            days=7 * number - today.weekday() + (7 if today.weekday() > 4 else today.weekday())
        )
        put_on(session, operation_of(session, job, "PRINTING"), day, rosa, Decimal(hours))
    session.commit()


def test_charts_are_drawn_in_every_look_and_have_their_numbers_below(page, address, planned, troubles):
    sign_in(page, address, MANAGER)
    page.goto(f"{address}/capacity/?weeks=4")
    expect(page.locator("[data-drawn]")).to_have_count(2)
    expect(page.locator("[data-chart] .bars .point path").first).to_be_attached()
    page.get_by_role("link", name="Printing").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h2", has_text="Printing")).to_be_visible()
    expect(page.locator("[data-drawn]")).to_have_count(2)
    page.get_by_text("Show the numbers").first.click()
    expect(page.get_by_role("columnheader", name="There are").first).to_be_visible()
    assert faults_of(page) == []
    assert not troubles
