"""Recomputing the costing of many jobs, beside one GROUP BY over the same facts, and in constant memory."""

from __future__ import annotations

import time
import tracemalloc

import pytest
import sqlalchemy as sa

from models.costing import JobCosting
from tasks.costing import reckon_all

from .figures import told
from .job_facts import fill_with_facts
from .many_jobs import fill_with_jobs

pytestmark = pytest.mark.bench

JOBS, PROMISED, MOST_BYTES = 100_000, 5.0, 24 * 2**20
ONE_GROUP_BY = """
SELECT job_id, SUM(labor), SUM(seconds), SUM(material), SUM(expense), SUM(pieces), SUM(revenue) FROM (
  SELECT job_id, cost AS labor, seconds, 0 AS material, 0 AS expense, 0 AS pieces, 0 AS revenue FROM time_entries
  UNION ALL SELECT job_id, 0, 0, total_cost, 0, 0, 0 FROM material_usage
  UNION ALL SELECT job_id, 0, 0, 0, amount, 0, 0 FROM expenses
  UNION ALL SELECT job_id, 0, 0, 0, 0, quantity, 0 FROM job_items
  UNION ALL SELECT job_id, 0, 0, 0, 0, 0, amount FROM invoice_lines JOIN invoices ON invoices.id = invoice_id
) AS facts GROUP BY job_id
"""


def _seconds(work):
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def test_recomputing_many_jobs_costs_at_most_five_times_one_group_by(session, database, capsys):
    fill_with_jobs(session, 0, JOBS)
    fill_with_facts(session)
    summed = min(_seconds(lambda: session.execute(sa.text(ONE_GROUP_BY)).all()) for _ in range(3))
    session.rollback()
    took = _seconds(lambda: reckon_all(session))
    assert session.scalar(
        sa.select(sa.func.count()).where(JobCosting.total_costs == sa.literal_column("150.75"))
    )
    told(
        capsys,
        f"costing of {JOBS:,} jobs, {database}",
        took / summed,
        f"<= {PROMISED:.1f}",
        f"{took:.2f} s beside {summed:.2f} s",
    )
    session.execute(sa.update(JobCosting).values(labor_cost=1))
    session.commit()
    tracemalloc.start()
    reckon_all(session)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    told(capsys, f"its memory, {database}", peak / 2**20, f"<= {MOST_BYTES / 2**20:.0f} MB")
    assert took / summed <= PROMISED
    assert peak <= MOST_BYTES
