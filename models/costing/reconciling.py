"""Every night the costing of every open job is reckoned from its raw rows once more: there must be no difference.

Jobs are taken in portions, each in a transaction of its own, without holding anything; only what seems to differ is
held, looked at again and mended, so that a fact written meanwhile is no difference.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..core.portions import PORTION
from ..core.roles import ADMIN
from ..jobs import ACTIVE, Job, JobStatus
from ..notifications import tell_staff
from .costs import Costing, cost_of
from .gathering import gather
from .job_costing import JobCosting
from .recomputing import recompute, stored

OPEN: Final = ACTIVE | {JobStatus.QUOTE, JobStatus.QUOTE_SENT, JobStatus.ON_HOLD, JobStatus.SHIPPED}
"""Jobs on which something may still be spent."""

NIGHT_HOUR: Final = 2
"""From this hour of the shop's day on, the night's check is due."""


class Difference(NamedTuple):
    """A stored amount of a job that its rows do not bear out."""

    job_id: str
    column: str
    stored: object
    reckoned: object


def never_reckoned(session: Session) -> Sequence[str]:
    """Some jobs without a costing: those that are older than it, and came in behind the doors."""
    without = sa.select(Job.id).where(~sa.exists().where(JobCosting.job_id == Job.id))
    return session.scalars(without.order_by(Job.id).limit(PORTION)).all()


def due(session: Session) -> Sequence[str]:
    """Some open jobs whose costing was not checked since the last night began, in their order; empty when none is left.

    Before the night's hour of today nothing is due that was checked yesterday.
    """
    night = clock.shop_day()
    if clock.shop_time(clock.now()).hour < NIGHT_HOUR:
        night = night.fromordinal(night.toordinal() - 1)
    row = JobCosting
    unchecked = sa.or_(row.checked_on.is_(None), row.checked_on < night)
    mine = sa.select(row.job_id).join(row.job).where(unchecked, Job.status.in_(OPEN))
    return session.scalars(mine.order_by(row.job_id).limit(PORTION)).all()


def reconcile(session: Session, job_ids: Sequence[str]) -> list[Difference]:
    """Compare what is stored of these jobs with their rows, mend and report what differs. Does not commit.

    The owners are told on their pages. Nine statements at most when nothing differs, however many jobs there are in
    a portion.
    """
    suspects = {each.job_id for each in differences(session, job_ids)}
    found: list[Difference] = []
    if suspects:
        stored(session, sorted(suspects), held=True)
        found = differences(session, sorted(suspects))
        recompute(session, suspects)
    table = JobCosting.__table__
    session.execute(
        sa.update(table)
        .where(table.c.job_id.in_(job_ids))
        .values(checked_on=clock.shop_day())
        .execution_options(deliberate="a note of the clock on derived rows")
    )
    _tell_the_owners(session, found)
    return found


def differences(session: Session, job_ids: Collection[str]) -> list[Difference]:
    """What is stored of these jobs and their raw rows do not bear out. What was never reckoned is none."""
    facts = gather(session, job_ids)
    found: list[Difference] = []
    for job_id, row in stored(session, sorted(job_ids)).items():
        if row.calculated_at is not None and job_id in facts:
            kept: tuple[object, ...] = tuple(row[3:])
            told = zip(Costing._fields, kept, cost_of(facts[job_id]), strict=True)
            found += [Difference(job_id, name, was, now) for name, was, now in told if was != now]
    return found


def _tell_the_owners(session: Session, found: Sequence[Difference]) -> None:
    jobs = list(dict.fromkeys(each.job_id for each in found))
    numbers = (
        dict(iter(session.execute(sa.select(Job.id, Job.number).where(Job.id.in_(jobs))))) if jobs else {}
    )
    for job_id in jobs:
        mine = [each for each in found if each.job_id == job_id]
        told = "; ".join(f"{each.column} {each.stored}, by its rows {each.reckoned}" for each in mine)
        text = f"The costing of {numbers[job_id]} did not match its rows and was mended: {told}."
        tell_staff(session, {ADMIN}, text[:1000], f"/jobs/show/{job_id}#costs")
