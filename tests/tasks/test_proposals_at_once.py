"""A plan accepted whole and move by move at the same moment, beside planners who move what it holds."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from models.core import clock
from models.core.base import db
from models.core.errors import RuleBroken
from models.scheduling import ProductionSchedule, Proposal, ProposalMove, ProposalStatus, propose
from tasks.planning import work_out
from tests import on_sqlite
from tests.at_once import at_once
from tests.job_life import job_in

from ..models.scheduling.plan import MONDAY, NOON, misbooked, operation, rosa

FRIDAY = MONDAY + dt.timedelta(days=4)


@pytest.fixture(autouse=True)
def noon():
    """It is noon of Monday 23 November."""
    with clock.told_time(NOON):
        yield


def planned(session, cast, count):
    """A plan of a job with so many operations that wait, worked out."""
    job = job_in(session, "READY", cast.acme)
    for each in session.scalars(sa.select(ProductionSchedule).where(ProductionSchedule.job_id.is_not(None))):
        each.cancel()
    for _ in range(count):
        operation(job, hours="1")
    asked = propose(session, MONDAY, FRIDAY, job).id
    session.commit()
    work_out(asked)
    session.expire_all()
    return session.get(Proposal, asked)


@pytest.mark.parametrize("round_", range(2))
def test_who_accepts_a_plan_waits_for_nobody_in_a_circle(shop, session, cast, round_):
    asked = planned(session, cast, 4)
    plan, moves = asked.id, [move.id for move in asked.moves]
    person, moved = rosa(session).id, [move.operation_id for move in asked.moves][round_]
    assert len(moves) == 4

    def alone(id_):
        return lambda: db.session.get(ProposalMove, id_).accept()

    deeds = [lambda: db.session.get(Proposal, plan).accept(), *map(alone, moves), *map(alone, moves)]
    deeds.append(lambda: db.session.get(ProductionSchedule, moved).move(FRIDAY, employee_id=person))
    raised = at_once(shop, deeds)
    assert {type(error) for error in raised if error and not isinstance(error, RuleBroken)} == set()
    assert None in raised
    assert not misbooked(session)


@on_sqlite
def test_a_plan_whose_moves_were_accepted_one_by_one_is_accepted(session, cast):
    asked = planned(session, cast, 2)
    seen = []
    for move in asked.moves:
        move.accept()
        session.commit()
        seen.append(asked.status)
    assert seen == [ProposalStatus.PARTLY_ACCEPTED, ProposalStatus.ACCEPTED]


@on_sqlite
def test_a_move_accepted_among_others_leaves_the_plan_to_be_settled_with_them(session, cast):
    asked = planned(session, cast, 2)
    asked.moves[0].accept_among_others()
    session.commit()
    assert asked.status is ProposalStatus.READY
