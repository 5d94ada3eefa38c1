"""Operations that have a day, written as a past would have left them, for tests of what only reads them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.jobs import DecorationMethod, Job, JobItem, JobItemDecoration, JobItemSize
from models.people import Employee
from models.scheduling import ProductionSchedule, ProductionStage


def accepted_job(
    session: Session, cast: object, *methods: DecorationMethod, due_on: dt.date | None = None
) -> Job:
    """An accepted job of 20 pieces, with its operations in the backlog."""
    job = Job(title="Team tees", customer=cast.acme, due_on=due_on)  # type: ignore[attr-defined]
    item = JobItem(job=job, description="Tee")
    item.sizes = [JobItemSize(size="M", quantity=20)]
    item.decorations = [JobItemDecoration(decoration_method=each) for each in methods]
    session.add(job)
    session.commit()
    job.accept_quote()
    session.commit()
    return job


def operation_of(session: Session, job: Job, key: str) -> ProductionSchedule:
    """The job's first operation at the stage of this key."""
    mine = sa.select(ProductionSchedule).join(ProductionStage)
    return session.scalars(
        mine.where(ProductionSchedule.job_id == job.id, ProductionStage.key == key).order_by(
            ProductionSchedule.id
        )
    ).first()  # type: ignore[return-value]


def write(session: Session, operation: ProductionSchedule, **values: object) -> None:
    """Write columns of the operation that only its verbs may write, and commit."""
    statement = sa.update(ProductionSchedule).where(ProductionSchedule.id == operation.id).values(**values)
    session.execute(statement.execution_options(deliberate="a past that a test needs"))
    session.commit()
    session.refresh(operation)


def put_on(
    session: Session, operation: ProductionSchedule, day: dt.date, person: Employee, hours: Decimal
) -> None:
    """Give the operation a day and a person."""
    write(
        session,
        operation,
        status="SCHEDULED",
        scheduled_date=day,
        employee_id=person.id,
        estimated_hours=hours,
    )
