"""A shop of two years by the hundred thousand jobs, made inside the database: what dashboards are made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models import metrics
from models.approvals import ApprovalStatus, ApprovalWorkflow, DesignApprovalRequest
from models.billing import Invoice, InvoiceKind, InvoiceStatus
from models.customers import CustomerContact
from models.designs import Design, DesignVersion
from models.jobs import Job, JobStatus, JobStatusUpdate
from models.messages import JobRating, Message, MessageChannel, MessageSide
from models.people import Employee
from models.scheduling import DailyCapacity, ProductionSchedule, ProductionStage, ScheduleStatus
from models.timekeeping import Misprint, MisprintCause, TimeEntry

from .job_facts import give_each_job, identity_in
from .many_jobs import TEN_DIGITS, identity_of, insert, text_of, turns
from .many_margins import fill_with_margins

NOW: Final = dt.datetime(2026, 11, 24, 18, tzinfo=dt.UTC)
"""When the shop is looked at."""
DAYS: Final = 700
PEOPLE: Final = 10
ENTRIES: Final = 10
"""Time entries of each job."""
OPEN: Final = 40
"""Of so many jobs one is still in work."""
OWED: Final = 20
"""Of so many invoices one is not paid."""
_WHY: Final = "a past that a bench needs"

Given = tuple[Any, int, dict[str, Any]]


def fill_with_years(session: Session, begin: int, end: int) -> None:
    """Add and commit the jobs numbered from `begin` up to `end` with all that was done for them."""
    fill_with_margins(session, begin, end)
    if not begin:
        _hire(session)
    own = Job.id.between(identity_of(begin), identity_of(end - 1))
    done = sa.update(Job).where(own, _number() % OPEN > 0).values(status=JobStatus.COMPLETED)
    session.execute(done.execution_options(deliberate=_WHY, synchronize_session=False))
    for model, number, values in (*_work(session), *_talk(session), *_papers(session)):
        give_each_job(session, model, number, values, begin, end)
    session.commit()
    session.connection().execute(sa.text("ANALYZE"))
    session.commit()


def count(session: Session) -> None:
    """Write the key figures of all periods and commit, as the clock would by and by."""
    metrics.rebuild(session)
    session.commit()
    while not metrics.refresh(session):
        session.commit()
    session.commit()


def _hire(session: Session) -> None:
    """Ten people, each with eight hours on every day."""
    insert(session, Employee, 0, PEOPLE, lambda n: {
        "id": identity_of(n), "name": sa.literal("Person ") + text_of(n),
        "hourly_rate": sa.literal_column("24.00"), "is_active": sa.true(),
    })  # fmt: skip
    people = session.scalars(sa.select(Employee.id).where(Employee.id.like("01M000%"))).all()
    rows = [
        {"date": NOW.date() + dt.timedelta(days=20 - number), "employee_id": person, "resource": person}
        | {"total_hours": 8, "booked_hours": 6}
        for person in people
        for number in range(DAYS)
    ]
    session.execute(sa.insert(DailyCapacity).execution_options(deliberate=_WHY), rows)


def _number() -> Any:
    """The number of a job, told of its id."""
    return sa.cast(sa.func.substr(Job.__table__.c.id, 17), sa.BigInteger) - TEN_DIGITS


def _work(session: Session) -> Iterator[Given]:
    """What was done for each job: the model, which of its kind, and its columns."""
    n, finished = _number(), _moment(session, _number(), hour=15)
    person = {"employee_id": identity_of(n % PEOPLE)}
    stage = session.scalars(sa.select(ProductionStage.id).where(ProductionStage.counts_pieces).limit(1)).one()
    yield (ProductionSchedule, 0, person | {
        "stage_id": stage, "status": ScheduleStatus.COMPLETED, "completed_at": finished,
        "actual_hours": 2, "good_pieces": 24, "estimated_hours": 2, "first_estimate": 2,
    })  # fmt: skip
    for number in range(ENTRIES):
        start, end = (_moment(session, n + 70 * number, hour=hour) for hour in (14, 15))
        yield (TimeEntry, number, person | {
            "activity": "Printing", "seconds": 3600, "start_time": start, "end_time": end, "duration": 1,
            "billable": True, "hourly_rate": 24, "cost": 24,
        })  # fmt: skip
    spoiled = {"operation_id": identity_in(0), "quantity": 1, "cause": MisprintCause.COLOUR}
    yield Misprint, 0, person | spoiled | {"created_at": finished}


def _talk(session: Session) -> Iterator[Given]:
    """What its customer asked and said."""
    n, when = _number(), _moment(session, _number(), hour=9)
    contact = session.scalars(sa.select(CustomerContact.id).limit(1)).one()
    customer = {"customer_id": Job.__table__.c.customer_id, "contact_id": contact, "created_at": when}
    asked = {"side": MessageSide.CUSTOMER, "channel": MessageChannel.PHONE, "text": "When?", "read_at": when}
    yield Message, 0, customer | asked
    yield JobRating, 0, customer | {"score": 1 + n % 5}


def _papers(session: Session) -> Iterator[Given]:
    """Its quote, its proof and its invoice."""
    n, customer = _number(), {"customer_id": Job.__table__.c.customer_id}
    asked, answered = (_moment(session, n, hour=hour) for hour in (9, 15))
    moves = {
        "accept_quote": (JobStatus.QUOTE_SENT, JobStatus.APPROVED),
        "ready_for_pickup": (JobStatus.PACKED, JobStatus.READY_FOR_PICKUP),
    }
    for number, (verb, (old, new)) in enumerate(moves.items()):
        moved = {"verb": verb, "old_status": old, "new_status": new, "actor": "office", "created_at": asked}
        yield JobStatusUpdate, number, moved
    yield Design, 0, customer | {"name": "Art"}
    yield DesignVersion, 0, {"design_id": identity_in(0), "number": 1, "file_name": "art.png"}
    yield (DesignApprovalRequest, 0, customer | {
        "design_id": identity_in(0), "version_id": identity_in(0), "rule": "ONE", "requested_by": "office",
        "workflow_id": session.scalars(sa.select(ApprovalWorkflow.id).limit(1)).one(),
        "status": ApprovalStatus.APPROVED, "created_at": asked, "due_date": answered,
        "closed_at": answered, "approved_at": answered,
    })  # fmt: skip
    choices = [InvoiceStatus.ISSUED, *[InvoiceStatus.PAID] * (OWED - 1)]
    day = sa.cast(asked, sa.Date) if _is_postgresql(session) else sa.func.date(asked)
    yield (Invoice, 0, customer | {
        "kind": InvoiceKind.FINAL, "number": sa.literal("I-") + text_of(n), "issued_on": day, "due_on": day,
        "status": turns(n, choices, Invoice.__table__.c.status.type),
        "total": 300, "balance": sa.case((n % OWED == 0, 300), else_=0),
    })  # fmt: skip


def _moment(session: Session, n: Any, hour: int) -> Any:
    """On one day or another of the two years."""
    first = NOW.replace(hour=hour) - dt.timedelta(days=DAYS)
    if _is_postgresql(session):
        return sa.literal(first) + (n % DAYS) * sa.literal(dt.timedelta(days=1))
    days = sa.literal("+") + sa.cast(n % DAYS, sa.String) + sa.literal(" days")
    return sa.func.strftime("%Y-%m-%d %H:%M:%S.000000", f"{first:%Y-%m-%d %H:%M:%S}", days)


def _is_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"
