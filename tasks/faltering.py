"""Noting which periodic jobs fail, so that somebody is told of those that fail again and again.

What ran well costs no statement: the clock remembers whose rows there are.
"""

from __future__ import annotations

import logging

from models.alerts import clock_failures
from models.core.actor import CLOCK
from models.core.base import db

from .running import at_work

_log = logging.getLogger(__name__)

_failing: set[str] | None = None
"""The jobs that failed when they ran last; None before anybody asked."""


def failed(job: str, error: Exception) -> None:
    """The job failed once more. Where that cannot be noted, the log has it."""
    try:
        with at_work(CLOCK):
            clock_failures.note_failure(db.session(), job, f"{type(error).__name__}: {error}")
            db.session.commit()
            _known().add(job)
    except Exception:
        _log.exception("That the periodic job %s failed could not be noted.", job)


def ran_well(job: str) -> None:
    """The job did what it should."""
    if _failing is not None and job not in _failing:
        return
    try:
        with at_work(CLOCK):
            if job not in _known():
                return
            clock_failures.note_success(db.session(), job)
            db.session.commit()
            _known().discard(job)
    except Exception:
        _log.exception("That the periodic job %s works again could not be noted.", job)


def forget() -> None:
    """Ask the database anew which jobs fail: another process, or another shop, begins."""
    global _failing
    _failing = None


def _known() -> set[str]:
    global _failing
    if _failing is None:
        _failing = clock_failures.failing_jobs(db.session())
    return _failing
