"""The calendar's JSON with 5,000 operations in a month, beside its bare SQL and json.dumps."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import flask
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.core.base import db, new_id
from models.core.roles import MANAGER
from models.core.sqlite import reading
from models.people import Employee
from models.scheduling import DailyCapacity, ProductionSchedule, ProductionStage, ScheduleStatus
from models.scheduling.calendar import hours, operations, resources

from .figures import side_by_side, told
from .many_jobs import fill_with_jobs

pytestmark = pytest.mark.bench

OPERATIONS, JOBS, PEOPLE, ROUNDS, PROMISED = 5_000, 2_000, 30, 40, 1.5
FIRST, LAST = dt.date(2026, 12, 1), dt.date(2026, 12, 31)
MOMENT = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
URL = f"/api/v1/calendar/?start={FIRST}&end={LAST}&resources=employees"


def fill_with_operations(session: Session) -> None:
    """Thirty people with a month of capacity, and 5,000 operations of 2,000 jobs on it."""
    fill_with_jobs(session, 0, JOBS)
    people = [Employee(name=f"Person {place}") for place in range(PEOPLE)]
    session.add_all(people)
    session.flush()
    stages = session.scalars(sa.select(ProductionStage.id)).all()
    jobs = session.scalars(sa.text(f"SELECT id FROM jobs LIMIT {JOBS}")).all()
    days = [FIRST + dt.timedelta(days=place) for place in range(31)]
    at = {"created_at": MOMENT, "updated_at": MOMENT}
    planned = [
        at
        | {
            "id": new_id(),
            "job_id": jobs[place % len(jobs)],
            "stage_id": stages[place % len(stages)],
            "employee_id": people[place % PEOPLE].id,
            "scheduled_date": days[place % 31],
            "estimated_hours": Decimal("1.25"),
            "first_estimate": Decimal("1.25"),
            "priority": place,
            "pieces": 24,
            "status": ScheduleStatus.SCHEDULED,
            "version": 1,
        }
        for place in range(OPERATIONS)
    ]
    capacity = [
        at
        | {
            "id": new_id(),
            "date": day,
            "employee_id": person.id,
            "resource": person.id,
            "total_hours": Decimal(8),
            "booked_hours": Decimal(6),
            "actual_hours": Decimal(0),
            "is_corrected": False,
        }
        for person in people
        for day in days
    ]
    session.connection().execute(sa.delete(ProductionSchedule.__table__))  # those of the cast's job
    session.connection().execute(sa.insert(ProductionSchedule.__table__), planned)
    session.connection().execute(sa.insert(DailyCapacity.__table__), capacity)
    session.commit()
    session.connection().execute(sa.text("ANALYZE"))
    session.commit()


@pytest.fixture
def bare(shop):
    """A Flask application of one view: the same statements on the shop's database, and json.dumps of their rows."""
    app = flask.Flask("bare")
    app.config["SQLALCHEMY_DATABASE_URI"] = shop.config["SQLALCHEMY_DATABASE_URI"]
    db.init_app(app)

    @app.get("/")
    def rows():
        days = {"start": FIRST, "end": LAST}
        with reading():
            found = [
                [dict(row._mapping) for row in db.session.execute(asked(), days)]
                for asked in (operations, resources, hours)
            ]
        return flask.Response(json.dumps(found, default=str), mimetype="application/json")

    with app.app_context():
        yield app.test_client()
        db.session.remove()
        db.engine.dispose()


def test_the_calendar_costs_at_most_half_as_much_again_as_its_sql(
    shop, database, session, client_as, bare, capsys
):
    fill_with_operations(session)
    manager = client_as(MANAGER)

    def calendar():
        answer = manager.get(URL)
        assert answer.status_code == 200
        assert answer.data.count(b'"job_number"') == OPERATIONS

    def plain():
        assert bare.get("/").data.count(b'"number"') == OPERATIONS
        db.session.remove()  # as the end of a request does, or ours would pay for what this one left

    ours, bares = side_by_side(calendar, plain, ROUNDS)
    told(
        capsys,
        f"calendar, {OPERATIONS:,} operations, {database}",
        ours / bares,
        f"<= {PROMISED}",
        f"{ours * 1000:.1f} ms of {bares * 1000:.1f} ms",
    )
    assert ours / bares <= PROMISED
