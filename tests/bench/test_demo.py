"""How long the demo takes to have 100,000 jobs, on each database, and whether they can be trusted."""

from __future__ import annotations

import os
import time

import pytest
import sqlalchemy as sa

from models.core import audit
from models.core.base import db
from models.jobs import Job
from tests.app.demo.conftest import make, own_database

pytestmark = pytest.mark.bench

JOBS, PROMISED = 100_000, 300.0
SCALE = 90
"""Times the jobs of two years."""

__all__ = ["make", "own_database"]


def test_a_hundred_thousand_jobs_are_made_within_five_minutes(make, capsys):
    began = time.monotonic()
    with make(years=2, scale=SCALE):
        seconds = time.monotonic() - began
        jobs = db.session.scalar(sa.select(sa.func.count(Job.id)))
        load = f"load {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores"
        told = f"{jobs:,} jobs in {seconds:6.1f} s of {PROMISED:.0f} s  {seconds / PROMISED:6.2f}  ({load})"
        with capsys.disabled():
            print(f"\ndemo     {told}")  # noqa: T201
        assert audit.verify(db.session()) == []
    assert jobs >= JOBS
    assert seconds <= PROMISED
