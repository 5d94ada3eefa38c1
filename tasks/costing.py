"""What the clock does about costs: it reckons jobs that have no costing yet, and checks every open one each night."""

from __future__ import annotations

import logging

from sqlalchemy.orm import Session

from models.costing import recompute, recompute_all
from models.costing.reconciling import due, never_reckoned, reconcile

from .running import stopping

_log = logging.getLogger(__name__)


def reckon_new_jobs(session: Session) -> None:
    """Give every job a costing that has none, a portion at a time."""
    while not stopping.is_set() and (jobs := never_reckoned(session)):
        recompute(session, jobs)
        session.commit()


def reckon_all(session: Session) -> int:
    """Reckon every costing anew, some thousands in a transaction; how many differed."""
    differed = 0
    for count in recompute_all(session):
        session.commit()
        differed += count
    return differed


def check_costing(session: Session) -> None:
    """Compare the costing of every open job with its raw rows, once a night; there must be no difference."""
    while not stopping.is_set() and (jobs := due(session)):
        for each in reconcile(session, jobs):
            _log.error(
                "The costing of job %s differed: %s was %s, and is %s by its rows; it was mended.",
                each.job_id,
                each.column,
                each.stored,
                each.reckoned,
            )
        session.commit()
