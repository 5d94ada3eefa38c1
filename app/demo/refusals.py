"""What the demo's calendar refused in the past: an embroidery order on one morning, which holds a part of it only."""

from __future__ import annotations

import sqlalchemy as sa

from models.core import clock
from models.jobs import Job, JobStatus
from models.scheduling import ProductionSchedule, ScheduleStatus
from models.scheduling.placing import LONGEST

from . import hours
from .diary import Diary
from .plan_gone_wrong import attempt
from .registry import when
from .simulation import Simulation, Story

OFTEN = 0.6


@when(Job, "mark_ready")
def plan_it_whole(shop: Simulation, job: Job) -> None:
    """The office tries to have it printed on one of the next days, whatever the day holds."""
    if shop.chance(OFTEN):
        shop.begin(_planned(shop, job), shop.in_hours(0.05, 0.2))


def _planned(shop: Simulation, job: Job) -> Story:
    operation = _printing(shop, job)
    if operation is not None and job.status == JobStatus.READY:
        day = hours.workday_after(clock.shop_day(), shop.random.randint(1, 3))
        able = shop.own(Diary).doers(operation).people
        longest = max((shop.own(Diary).hours_of(each, day) for each in able), default=None)
        if longest and longest < operation.estimated_hours <= LONGEST:
            attempt(shop, operation, date=day, employee_id=able[0].id)
    yield from ()


def _printing(shop: Simulation, job: Job) -> ProductionSchedule | None:
    table, stage = ProductionSchedule, shop.own(Diary).stage("PRINTING")
    mine = sa.select(table).where(table.job_id == job.id, table.stage_id == stage.id)
    return shop.session.scalars(mine.where(table.status == ScheduleStatus.BACKLOG).order_by(table.id)).first()
