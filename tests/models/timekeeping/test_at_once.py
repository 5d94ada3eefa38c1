"""Phones that tap at the same moment: one's own two, and those of people who change places."""

import datetime as dt
from collections import Counter

import pytest
import sqlalchemy as sa

from models.core import clock
from models.core.base import db
from models.people import Employee
from models.scheduling import ProductionSchedule, ScheduleStatus
from models.timekeeping import TapKind, TimeEntry
from models.timekeeping.taking import Tap, take
from tests.at_once import at_once
from tests.job_life import job_in

from .floor import at, rosa_of, work

NOW = at("12:00")


@pytest.mark.parametrize("round_", range(2))
def test_people_who_change_places_at_once_all_begin_and_wait_for_nobody_in_a_circle(
    shop, session, cast, round_
):
    with clock.told_time(NOW):
        sam = Employee(name="Sam")
        session.add(sam)
        people = [rosa_of(session), sam]
        session.commit()
        ids = [person.id for person in people]
        planned = {
            "status": ScheduleStatus.SCHEDULED,
            "scheduled_date": clock.shop_day(),
            "employee_id": ids[0],
        }
        here, there = [work(session, job_in(session, "IN_PRODUCTION", cast.acme)).id for _ in people]
        new = work(session, cast.job, **planned).id

        def starting(person, operation, key, ago=0):
            tap = Tap(key, TapKind.START, NOW - dt.timedelta(seconds=ago), operation)
            return lambda: take(db.session(), db.session.get(Employee, person), None, tap)

        starting(ids[0], here, "first", 60)()
        starting(ids[1], there, "second", 60)()
        deeds = [starting(ids[0], there, "swap-0"), starting(ids[1], here, "swap-1")]
        deeds += [starting(person, new, f"new-{person}-{n}") for person in ids for n in range(2)]
        deeds = [*deeds[2 * round_ :], *deeds[: 2 * round_]]
        assert at_once(shop, deeds) == [None] * len(deeds)
        assert session.get(ProductionSchedule, new).status is ScheduleStatus.IN_PROGRESS
        runs = session.scalars(sa.select(TimeEntry.employee_id).where(TimeEntry.end_time.is_(None))).all()
        assert set(Counter(runs).values()) == {1}
