"""A job that is asked for as an earlier one takes its designs over; each needs a new approval."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from .core.base import new_id
from .core.events import Event, on_verb
from .designs import Design, DesignVersion
from .files import FileStatus
from .jobs import Job
from .portal import SAME_AGAIN


@on_verb(Job, SAME_AGAIN)
def take_designs_over(session: Session, happened: Event) -> None:
    """Give the new job the designs of the earlier one, each with its newest file as version 1, approved by nobody."""
    earlier = session.get_one(Job, happened.details["earlier"])
    theirs = sa.select(Design).where(Design.job_id == earlier.id, Design.archived_at.is_(None))
    for design in session.scalars(theirs.order_by(Design.id)).all():
        _take_over(session, design, earlier, happened.subject)


def _take_over(session: Session, design: Design, earlier: Job, job: Job) -> None:
    taken = Design(id=new_id(), name=design.name, customer_id=design.customer_id, job_id=job.id)
    session.add(taken)
    session.flush()
    newest = design.newest_version()
    if newest is not None and _is_usable(newest):
        taken.add_version(
            file_id=newest.file_id, what_changed=f"Nothing: it is the file of {earlier.number}."
        )


def _is_usable(version: DesignVersion) -> bool:
    file = version.file
    return file is not None and file.status == FileStatus.AVAILABLE and bool(file.sha256)
