"""The work behind a job's moves in the demo: what was made is done, by somebody, on a machine, in some time."""

from __future__ import annotations

import datetime as dt
from typing import Final

import sqlalchemy as sa

from models.core import clock
from models.jobs import Job
from models.scheduling import ProductionSchedule, ScheduleStatus
from models.scheduling.past import take_as_done
from models.timekeeping import Misprint, MisprintCause, TimeEntry

from .diary import Diary
from .registry import opening, when
from .simulation import Simulation

CAUSES: Final = {
    "Smeared print": MisprintCause.PRINT,
    "Second color off register": MisprintCause.COLOUR,
    "Thread tension": MisprintCause.MACHINE,
    "Scorched by the dryer": MisprintCause.MACHINE,
    "Wrong size list": MisprintCause.WRONG_SIZE,
    "Print is crooked": MisprintCause.PLACEMENT,
}
"""What the printer says of a remake to what the shop counts."""


class Beginnings(dict[str, dt.date]):
    """The day on which the work for the next move of a job may have begun, by the job's id."""


@opening(60)
def open_the_diary(shop: Simulation) -> None:
    """Learn who can do what."""
    shop.own(Diary).open(shop)


@when(Job, "begin_prep", "start_production")
def begin_the_work(shop: Simulation, job: Job) -> None:
    """What comes before the job's next move may be done from today on."""
    shop.own(Beginnings)[job.id] = clock.shop_day()


@when(Job, "mark_ready")
def prepare(shop: Simulation, job: Job) -> None:
    """Art and material are there."""
    _finish(shop, job, "DESIGN_CREATION", "MATERIAL_PREP")


@when(Job, "send_to_quality_check")
def print_(shop: Simulation, job: Job) -> None:
    """It is printed."""
    _finish(shop, job, "PRINTING")


@when(Job, "pack")
def pack(shop: Simulation, job: Job) -> None:
    """It is checked and packed."""
    _finish(shop, job, "QUALITY_CHECK", "PACKAGING")


@when(Job, "ready_for_pickup")
def send_off(shop: Simulation, job: Job) -> None:
    """It is ready for the customer, or for the carrier: what leaves undone is called off."""
    _finish(shop, job, "SHIPPING")


def _finish(shop: Simulation, job: Job, *keys: str) -> None:
    """Everything of these stages that waits in the backlog was done, by today."""
    diary, today = shop.own(Diary), clock.shop_day()
    first = shop.own(Beginnings).get(job.id, today)
    shop.own(Beginnings)[job.id] = today
    with shop.by("printer"):
        for operation in _waiting(shop, job, [diary.stage(key).id for key in keys]):
            shares = diary.shares(shop, operation, first, today)
            for part, share in zip(take_as_done(operation, shares) if shares else [], shares, strict=False):
                if share.employee is not None and share.ended > share.began:
                    name = diary.stage_of(part).name
                    entry = TimeEntry(employee_id=share.employee.id, operation_id=part.id, activity=name)
                    entry.start_time, entry.end_time = share.began, share.ended
                    shop.session.add(entry)
            shop.session.flush()  # one after the other: changes of one flush come in no order


def _waiting(shop: Simulation, job: Job, stage_ids: list[str]) -> list[ProductionSchedule]:
    table = ProductionSchedule
    mine = sa.select(table).where(
        table.job_id == job.id, table.stage_id.in_(stage_ids), table.status == ScheduleStatus.BACKLOG
    )
    return list(shop.session.scalars(mine.order_by(table.id)))


def note_misprints(shop: Simulation, job: Job, cause: str, quantity: int) -> None:
    """So many pieces of the job were spoiled at the press."""
    printing = shop.own(Diary).stage("PRINTING").id
    done = sa.select(ProductionSchedule).where(
        ProductionSchedule.job_id == job.id, ProductionSchedule.stage_id == printing
    )
    at = shop.session.scalars(done.order_by(ProductionSchedule.id)).first()
    with shop.by("printer"):
        shop.session.add(
            Misprint(
                job_id=job.id,
                operation_id=at.id if at else None,
                employee_id=at.employee_id if at else None,
                quantity=quantity,
                cause=CAUSES.get(cause, MisprintCause.OTHER),
                notes=cause,
            )
        )
