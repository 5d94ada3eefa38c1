"""Checking every alert among 100,000 jobs beside checking them among 10,000: what is long over is not read."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from models.alerts import BusinessAlert
from models.core import clock
from models.costing import EstimateKind, JobCosting, JobEstimate, JobEstimateLine
from models.jobs import ACTIVE, Job, JobStatus, JobStatusUpdate
from tasks.alerts import check_alerts

from .figures import side_by_side, told
from .many_jobs import fill_with_jobs, identity_of, insert

pytestmark = pytest.mark.bench

SIZES, ROUNDS, PROMISED = (10_000, 100_000), 15, 2.0
IN_WORK, LATELY = 400, 600
"""So many jobs, the first, are in work, and the next up to so many were completed of late: as many in either shop."""
NOW = dt.datetime(2026, 11, 23, 18, tzinfo=dt.UTC)
LONG_AGO = dt.datetime(2025, 3, 1, 12, tzinfo=dt.UTC)
WORK = 60_000
"""Numbers that are added up beside it: how fast the machine is at that moment."""


def fill(session, begin, end):
    """Jobs that cost more the higher their number: each hundredth costs more than it brings."""
    fill_with_jobs(session, begin, end)
    first, status = identity_of(sa.literal(IN_WORK)), Job.__table__.c.status.type
    moves = JobStatusUpdate.__table__
    zero, hundred = sa.literal_column("0"), sa.literal_column("100.0")
    over = sa.case(
        (Job.status == JobStatus.CANCELLED, Job.status), else_=sa.literal(JobStatus.COMPLETED, status)
    )
    begun = sa.case((Job.status.in_(ACTIVE), Job.status), else_=sa.literal(JobStatus.READY, status))
    _write(session, sa.update(Job).where(Job.id >= first).values(status=over))
    _write(session, sa.update(Job).where(Job.id < first).values(status=begun))
    insert(
        session,
        JobStatusUpdate,
        begin,
        end,
        lambda n: {
            "id": identity_of(n),
            "job_id": identity_of(n),
            "old_status": sa.literal(JobStatus.SHIPPED, status),
            "new_status": sa.literal(JobStatus.COMPLETED, status),
            "verb": sa.literal("complete"),
            "actor": sa.literal("Clock"),
            "is_customer_visible": sa.true(),
            "notification_sent": sa.false(),
        },
        versioned=False,
    )
    over = moves.c.job_id >= identity_of(sa.literal(LATELY))
    session.connection().execute(sa.update(moves).where(over).values(created_at=LONG_AGO))
    insert(session, JobCosting, begin, end, lambda n: _costing(n, zero, hundred), versioned=False)
    estimate = dict.fromkeys(("material_cost", "labor_cost", "labor_hours", "shipping_cost"), zero)
    insert(
        session,
        JobEstimate,
        begin,
        end,
        lambda n: (
            {
                "id": identity_of(n),
                "job_id": identity_of(n),
                "number": sa.literal(1),
                "pieces": sa.literal(20),
            }
            | estimate
            | {"other_costs": hundred, "total_costs": hundred}
        ),
        versioned=False,
    )
    kind = JobEstimateLine.__table__.c.kind.type
    insert(
        session,
        JobEstimateLine,
        begin,
        end,
        lambda n: {
            "id": identity_of(n),
            "estimate_id": identity_of(n),
            "kind": sa.literal(EstimateKind.OTHER, kind),
            "description": sa.literal("Patches"),
            "quantity": sa.literal(1),
            "unit": sa.literal(""),
            "unit_cost": hundred,
            "amount": hundred,
        },
        versioned=False,
    )
    session.connection().execute(sa.text("ANALYZE"))
    session.commit()


def _write(session, statement):
    session.execute(statement.execution_options(deliberate="a past that a bench needs"))


def _costing(n, zero, hundred):
    """Every hundredth costs 120 of the 100 that were estimated, and brings 125."""
    costs = sa.case((n % 100 == 0, sa.literal_column("120.0")), else_=sa.literal_column("60.0"))
    margin = sa.case((n % 100 == 0, sa.literal_column("4.0")), else_=sa.literal_column("52.0"))
    amounts = (
        "material_cost",
        "labor_cost",
        "labor_hours",
        "shipping_cost",
        "good_pieces",
        "misprinted_pieces",
    )
    return dict.fromkeys(amounts, zero) | {
        "id": identity_of(n),
        "job_id": identity_of(n),
        "revenue": sa.literal_column("125.0"),
        "other_costs": costs,
        "total_costs": costs,
        "gross_profit": zero,
        "profit_margin": margin,
        "estimated_costs": hundred,
    }


def test_a_check_costs_no_more_among_ten_times_the_jobs(session, database, capsys):
    done, figures, found = 0, [], []
    for size in SIZES:
        fill(session, done, size)
        done = size
        with clock.told_time(NOW):
            check_alerts(session)
            ours, control = side_by_side(lambda: check_alerts(session), lambda: sum(range(WORK)), ROUNDS)
        figures.append((ours / control, ours))
        found.append(session.scalar(sa.select(sa.func.count()).select_from(BusinessAlert)))
    (few, before), (many, after) = figures
    detail = f"{after * 1000:.1f} ms of {before * 1000:.1f} ms, {found[1]:,} alerts"
    told(capsys, f"check of alerts, {database}", many / few, f"<= {PROMISED}", detail)
    assert found[0] == found[1] > 0
    assert many / few <= PROMISED
