"""Whether what is stored is still what was approved: asked now and then, and before anything is printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from ..core import clock
from ..core.errors import RuleBroken
from ..core.events import Event, on_verb
from ..designs import Design, DesignVersion
from ..files import CustomerFile
from ..jobs import Job
from ..jobs.life import ACTIVE
from .life import ApprovalStatus
from .requests import DesignApprovalRequest

EVERY: Final = dt.timedelta(days=1)
"""How often the files of running jobs are looked at."""

Hasher = Callable[[CustomerFile], str | None]
"""Gives the SHA-256 of what is stored of a file now, in hex; None when nothing is."""

_hasher: Hasher | None = None


def configure(hasher: Hasher) -> None:
    """Say how stored files are read; called once by `create_app`, since models know no storage."""
    global _hasher
    _hasher = hasher


def is_unaltered(request: DesignApprovalRequest) -> bool:
    """Whether the stored file is the one that was approved. It reads the whole file, a little at a time."""
    file = request.design_version.file
    if _hasher is None or file is None:
        return _hasher is None
    return _hasher(file) == request.design_version.sha256


def look_again(request: DesignApprovalRequest) -> bool:
    """Look at the stored file and note what was found; when it is another one, the art gate falls."""
    unaltered = is_unaltered(request)
    if unaltered:
        request.note_hash()
    else:
        request.find_altered()
    return unaltered


def approvals_to_look_at(session: Session) -> list[str]:
    """Ids of approvals of running jobs whose file was not looked at for a day, those longest ago first."""
    stale = sa.select(DesignApprovalRequest.id).join(Job, DesignApprovalRequest.job_id == Job.id)
    since = clock.now() - EVERY
    mine = stale.where(
        DesignApprovalRequest.status == ApprovalStatus.APPROVED,
        DesignApprovalRequest.hash_checked_at <= since,
        Job.status.in_(ACTIVE),
    )
    return list(session.scalars(mine.order_by(DesignApprovalRequest.hash_checked_at).limit(50)))


@on_verb(Job, "start_production")
def print_only_what_was_approved(session: Session, happened: Event) -> None:
    """Refuse to begin when the stored file of an approved design is not the one that was approved."""
    for request in _in_force(session, happened.subject.id):
        if not is_unaltered(request):
            raise RuleBroken(
                f"Nothing was changed: the stored file of {request.design_version} is not the one that was approved. "
                "Restore it from a backup, or add it as a new version and ask again."
            )


def _in_force(session: Session, job_id: str) -> list[DesignApprovalRequest]:
    """The approvals of the newest versions of the job's designs."""
    later = aliased(DesignVersion)
    newer = sa.exists().where(later.design_id == Design.id, later.number > DesignVersion.number)
    approved = (
        sa.select(DesignApprovalRequest)
        .join(DesignVersion, DesignApprovalRequest.version_id == DesignVersion.id)
        .join(Design, DesignVersion.design_id == Design.id)
        .where(
            DesignApprovalRequest.job_id == job_id,
            DesignApprovalRequest.status == ApprovalStatus.APPROVED,
            Design.archived_at.is_(None),
            ~newer,
        )
    )
    return list(session.scalars(approved))
