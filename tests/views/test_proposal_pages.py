"""The page of a proposed plan: asked for, shown, accepted whole or in part, put away."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import sqlalchemy as sa

from models.core.roles import BOOKKEEPER, OFFICE
from models.scheduling import ProductionSchedule, Proposal, ProposalMove, ProposalStatus, ScheduleStatus
from tests import on_sqlite
from tests.browsing import csrf_token

from ..models.scheduling.plan import operation

pytestmark = on_sqlite


@pytest.fixture
def planned(session, cast, client_as):
    """Two operations that wait, and the address of a plan for them, asked for by the office."""
    for each in session.scalars(sa.select(ProductionSchedule)):
        each.cancel()
    for _ in range(2):
        operation(cast.job, "PRINTING", "2")
    session.commit()
    office = client_as(OFFICE)
    answer = asking(office, job=cast.job.id)
    assert answer.status_code == 303
    return office, answer.headers["Location"]


def asking(browser, **data):
    return browser.post(
        "/calendar/proposals/", data={**data, "csrf_token": csrf_token(browser, "/calendar/")}
    )


def sent(browser, page, deed, **data):
    data["csrf_token"] = csrf_token(browser, page)
    return browser.post(f"{page}/{deed}", data=data, follow_redirects=True)


def test_a_plan_shows_where_each_operation_goes_and_is_accepted(session, cast, planned):
    office, page = planned
    text = office.get(page).text
    assert "Accept all 2" in text
    assert "from the backlog" in text
    assert office.get(f"{page}/status.json").json["running"] is False
    assert len(office.get(f"{page}.json").json["moves"]) == 2
    assert "2 operations booked." in sent(office, page, "accept", all="1").text
    session.expire_all()
    open_ones = sa.select(ProductionSchedule.status).where(
        ProductionSchedule.status != ScheduleStatus.CANCELLED
    )
    assert set(session.scalars(open_ones)) == {ScheduleStatus.SCHEDULED}
    session.rollback()


def test_only_what_is_ticked_is_booked_and_the_rest_put_away(session, planned):
    office, page = planned
    move = re.search(r'name="move" value="(\w+)"', office.get(page).text)[1]
    assert "1 operation booked." in sent(office, page, "accept", move=move).text
    assert "put away" in sent(office, page, "discard").text
    session.expire_all()
    assert session.scalars(sa.select(Proposal.status)).one() is ProposalStatus.DISCARDED
    assert session.scalar(sa.select(sa.func.count(ProposalMove.accepted_at))) == 1
    session.rollback()


def test_a_range_that_cannot_be_planned_is_refused_with_a_sentence(cast, client_as):
    office = client_as(OFFICE)
    for data in ({"start": "soon"}, {"start": "2026-12-01", "end": "2026-11-01"}):
        assert "Nothing was proposed" in office.get(asking(office, **data).headers["Location"]).text


def test_who_plans_nothing_sees_no_plan(cast, client_as):
    assert client_as(BOOKKEEPER).get("/calendar/proposals/x").status_code == 403


def test_a_plan_that_is_not_there_is_404(cast, client_as):
    assert client_as(OFFICE).get(f"/calendar/proposals/{dt.date.min:%Y}nothing").status_code == 404


def accepting(program, plan, body):
    return program.post(f"/api/v1/proposals/{plan}/accept", json=body)


def test_a_program_accepts_chosen_moves_and_then_all(session, cast, planned, program_as):
    _, page = planned
    plan, program = page.rsplit("/", 1)[1], program_as(OFFICE)
    first = session.scalars(sa.select(ProposalMove.id).order_by(ProposalMove.id)).first()
    session.rollback()
    told = accepting(program, plan, {"moves": [first]})
    assert (told.status_code, told.json["result"]["status"]) == (200, "PARTLY_ACCEPTED")
    assert accepting(program, plan, {}).json["result"]["status"] == "ACCEPTED"
    again = accepting(program, plan, {"moves": [first]})
    assert again.status_code == 409
    assert "must be" in again.json["message"]


NO_MOVES = (["nothing"], "é" * 40, ["x" * 27], [1], [None], {"a": 1}, 7, ["a"] * 1001, ["nul \0 byte"])


def test_moves_that_are_none_are_refused_by_field_and_nothing_is_booked(session, planned, program_as):
    plan, program = planned[1].rsplit("/", 1)[1], program_as(OFFICE)
    for moves in NO_MOVES:
        answer = accepting(program, plan, {"moves": moves})
        assert answer.status_code == 422, moves
        assert all(field.startswith("moves") for field in answer.json["message"]), answer.json
    assert session.scalar(sa.select(sa.func.count(ProposalMove.accepted_at))) == 0
    session.rollback()


def test_who_plans_nothing_accepts_nothing(planned, program_as):
    assert accepting(program_as(BOOKKEEPER), planned[1].rsplit("/", 1)[1], {}).status_code == 403


@pytest.mark.parametrize("job", ["A" * 26, "\0", "x"])
def test_a_plan_for_a_job_that_is_not_there_is_not_one_for_everything(session, client_as, cast, job):
    office = client_as(OFFICE)
    answer = asking(office, job=job)
    assert "There is no such job" in office.get(answer.headers["Location"]).text
    assert session.scalar(sa.select(sa.func.count()).select_from(Proposal)) == 0
