"""Planners, the floor and the office at the same moment: nobody waits in a circle, and nothing is half done."""

import pytest

from models.core.base import db
from models.core.errors import RuleBroken
from models.jobs import Job
from models.scheduling import ProductionSchedule
from tests.at_once import at_once
from tests.job_life import job_in

from .plan import FRIDAY, THURSDAY, TUESDAY, WEDNESDAY, misbooked, operation, press, rosa

pytestmark = pytest.mark.usefixtures("noon")


@pytest.mark.parametrize("round_", range(3))
def test_moves_starts_and_the_end_of_a_job_at_once_leave_the_hours_right(shop, session, cast, round_):
    jobs = [job_in(session, "READY", cast.acme) for _ in range(2)]
    person, machine = rosa(session).id, press(session).id
    made = [operation(job, hours="1") for job in jobs for _ in range(4)]
    for number, each in enumerate(made):
        each.move((TUESDAY, WEDNESDAY)[number % 2], employee_id=person, machine_id=machine)
    ids, job_ids = [each.id for each in made], [job.id for job in jobs]
    session.commit()

    def moving(id_, day):
        return lambda: db.session.get(ProductionSchedule, id_).move(day)

    deeds = [moving(id_, day) for id_ in ids[1::2] for day in (THURSDAY, FRIDAY)]
    deeds += [lambda id_=id_: db.session.get(ProductionSchedule, id_).start() for id_ in ids[0::2]]
    deeds.append(lambda: db.session.get(Job, job_ids[round_ % 2]).cancel("Off"))
    raised = at_once(shop, deeds)
    assert {type(error) for error in raised if error and not isinstance(error, RuleBroken)} == set()
    session.expire_all()
    assert not misbooked(session)
