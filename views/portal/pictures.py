"""The picture of a job: the design that its customer was asked about last."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from flask import abort, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from models.approvals import ApprovalStatus, DesignApprovalRequest
from models.core.base import db
from models.designs import DesignVersion
from models.files import CustomerFile, FileStatus
from models.jobs import Job

from ..files.sending import picture_of
from .cards import job_pictures
from .door import VIEWER, page
from .visitor import theirs


@page("/jobs/<pk>/picture", who=VIEWER)
def of_job(pk: str) -> ResponseReturnValue:
    """A small picture of what the job is printed with; 404 without one."""
    job = theirs(Job, pk)
    file = db.session.get(CustomerFile, _shown(db.session(), [job.id]).get(job.id, ""))
    return picture_of(file, "thumbnail") if file is not None else abort(404)


@job_pictures
def pictures(session: Session, jobs: Sequence[Job]) -> dict[str, str]:
    """The addresses of the pictures of `jobs`; each changes with the design."""
    shown = _shown(session, [job.id for job in jobs])
    return {pk: url_for("portal.pictures_of_job", pk=pk, v=file_id) for pk, file_id in shown.items()}


def _shown(session: Session, job_ids: Collection[str]) -> dict[str, str]:
    """The file of the version that was asked about last, by the id of its job, in one statement."""
    asked = (
        sa.select(DesignApprovalRequest.job_id, CustomerFile.id)
        .join(DesignVersion, DesignVersion.id == DesignApprovalRequest.version_id)
        .join(CustomerFile, CustomerFile.id == DesignVersion.file_id)
        .where(
            DesignApprovalRequest.job_id.in_(job_ids),
            DesignApprovalRequest.status != ApprovalStatus.REVOKED,
            CustomerFile.status == FileStatus.AVAILABLE,
            CustomerFile.thumbnail_key.is_not(None),
        )
        .order_by(DesignApprovalRequest.id)
    )
    return {job_id: file_id for job_id, file_id in session.execute(asked) if job_id}
