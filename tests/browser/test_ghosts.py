"""A proposed plan over the calendar: accepted and left out by mouse and by keyboard, whole and move by move."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from models.core.roles import MANAGER
from models.scheduling import Proposal, ProposalMove, ProposalStatus, propose
from tasks.planning import work_out
from tests import on_sqlite
from tests.plan import planned_week

from .looks import PHONE
from .signing_in import sign_in

pytestmark = on_sqlite


@pytest.fixture
def planned(session):
    """Next week with what waits in it proposed: its Monday and the moves that have a place, in their order."""
    plan = planned_week(session)
    asked = propose(session, plan.monday, plan.monday + dt.timedelta(days=4)).id
    session.commit()
    work_out(asked)
    row = ProposalMove
    placed = sa.select(row.id).where(row.to_date.is_not(None)).order_by(row.to_date, row.id)
    moves = session.scalars(placed).all()
    session.rollback()
    assert len(moves) >= 3
    return plan.monday, moves


def decided(session, column):
    """The moves of which something was decided."""
    session.rollback()
    found = set(session.scalars(sa.select(ProposalMove.id).where(column.is_not(None))))
    session.rollback()
    return found


def test_a_plan_is_decided_where_it_would_go_by_mouse_and_by_keyboard(
    page, address, planned, session, troubles
):
    monday, moves = planned
    sign_in(page, address, MANAGER)
    page.goto(f"{address}/calendar/?date={monday}")
    ghosts, banner = page.locator(".k-ghost"), page.get_by_role("region", name="Proposed plan")
    expect(ghosts).to_have_count(len(moves))
    expect(banner).to_contain_text(f"{len(moves)} moves")

    first = ghosts.first.get_attribute("data-move")
    ghosts.first.get_by_role("button", name="Accept").click()
    expect(ghosts).to_have_count(len(moves) - 1)
    expect(page.locator("#k-said")).to_have_text("1 operation booked.")
    assert decided(session, ProposalMove.accepted_at) == {first}

    ghosts.first.focus()
    page.keyboard.press("ArrowDown")
    expect(ghosts.nth(1)).to_be_focused()
    out = ghosts.nth(1).get_attribute("data-move")
    page.keyboard.press("x")
    expect(ghosts).to_have_count(len(moves) - 2)
    expect(page.locator(".k-ghost:focus")).to_have_count(1)
    assert decided(session, ProposalMove.left_out_at) == {out}

    page.set_viewport_size(PHONE)
    there = session.scalar(
        sa.select(ProposalMove.to_date).where(ProposalMove.id.not_in([first, out])).limit(1)
    )
    session.rollback()
    page.locator(".k-day").nth((there - monday).days).click()
    expect(page.get_by_role("heading", name="Proposed")).to_be_visible()
    banner.get_by_role("button", name="Accept all").click()
    expect(banner).to_be_hidden()
    assert decided(session, ProposalMove.accepted_at) == set(moves) - {out}
    assert session.scalars(sa.select(Proposal.status)).one() is ProposalStatus.ACCEPTED
    session.rollback()
