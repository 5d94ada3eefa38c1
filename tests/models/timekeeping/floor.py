"""What the tests of the floor share: Rosa, her work, and times of a Tuesday."""

import datetime as dt
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from models.core.base import new_id
from models.people import Employee
from models.scheduling import ProductionSchedule, ProductionStage, ScheduleStatus
from models.timekeeping import TimeEntry

CHICAGO = ZoneInfo("America/Chicago")


def at(text, day=24, month=11):
    """A time of 24 November 2026 (or another day of the year) as the shop's wall shows it."""
    hour, minute, *second = (int(part) for part in text.split(":"))
    return dt.datetime(2026, month, day, hour, minute, *second, tzinfo=CHICAGO)


def rosa_of(session):
    """The employee of the cast."""
    return session.scalars(sa.select(Employee).where(Employee.name == "Rosa")).one()


def work(session, job, stage="PRINTING", **values):
    """An operation of `job` that is under way, or as `values` say."""
    of = session.scalars(sa.select(ProductionStage).where(ProductionStage.key == stage)).one()
    made = {"id": new_id(), "pieces": 25, "estimated_hours": 2, "first_estimate": 2} | values
    made = {"status": ScheduleStatus.IN_PROGRESS, "priority": 0, "version": 1} | made
    # As the calendar leaves it: this area reads plans, it makes none.
    statement = sa.insert(ProductionSchedule).values(job_id=job.id, stage_id=of.id, **made)
    session.execute(statement.execution_options(deliberate="a plan as a test wants it"))
    session.commit()
    return session.get(ProductionSchedule, made["id"])


def times(session):
    """Every entry: activity, start and end as the wall shows them, in order."""
    session.expire_all()
    rows = session.scalars(
        sa.select(TimeEntry).order_by(TimeEntry.start_time, TimeEntry.end_time.nulls_last())
    )
    return [(each.activity, _told(each.start_time), _told(each.end_time)) for each in rows]


def _told(moment):
    return f"{moment.astimezone(CHICAGO):%d %H:%M:%S}" if moment else None
