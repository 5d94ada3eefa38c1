"""The desk at which the mails of one batch are written: what they tell of is read ahead, in a few statements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from models.core.base import Base
from models.customers import Customer, CustomerContact
from models.jobs import Job, JobStatus, JobStatusUpdate
from models.links import PortalLink, links_for
from models.notifications import ClaimedMail
from models.quoting import QuoteVersion, newest_version

Row = TypeVar("Row", bound=Base)


_IDS: Final[sa.BindParameter[Any]] = sa.bindparam("ids", expanding=True)
_JOBS: Final = (
    sa.select(Job)
    .where(Job.id.in_(_IDS))
    .options(
        joinedload(Job.customer).selectinload(Customer.contacts),
        joinedload(Job.contact),
        selectinload(Job.items),
    )
)
_UPDATES: Final = sa.select(JobStatusUpdate).where(JobStatusUpdate.id.in_(_IDS))
"""Made once: they are asked with every mail of a job."""


class Gone(Exception):
    """A mail that can never be written: nobody knows its name, or what it tells of is no more."""


class Desk:
    """Gives the writers the rows that their mails are about. It must be used within one transaction."""

    def __init__(self, session: Session, mails: Sequence[ClaimedMail]) -> None:
        self._session = session
        jobs = {mail.job_id for mail in mails if mail.job_id}
        moves = {mail.status_update_id for mail in mails if mail.status_update_id}
        # Held here, the session gives them by their id without asking again.
        self._jobs = session.scalars(_JOBS, {"ids": list(jobs)}).all() if jobs else []
        self._updates = session.scalars(_UPDATES, {"ids": list(moves)}).all() if moves else []
        self._links: dict[str, PortalLink] = {}

    def job(self, mail: ClaimedMail) -> Job:
        """The job that `mail` is about."""
        return self.row(Job, mail.job_id)

    def update(self, mail: ClaimedMail) -> JobStatusUpdate:
        """The move that `mail` is about."""
        return self.row(JobStatusUpdate, mail.status_update_id)

    def contact(self, mail: ClaimedMail) -> CustomerContact:
        """The person whom `mail` is for."""
        return self.row(CustomerContact, mail.contact_id)

    def row(self, model: type[Row], row_id: str | None) -> Row:
        """The row of `model` with this id; `Gone` when there is none."""
        found = self._session.get(model, row_id) if row_id else None
        if found is None:
            raise Gone(f"What the mail tells of is gone ({model.__tablename__} {row_id}).")
        return found

    def quote(self, job: Job) -> QuoteVersion | None:
        """The quote that the customer of `job` has to answer, as it was sent; None when none waits for an answer."""
        return newest_version(self._session, job.id) if job.status == JobStatus.QUOTE_SENT else None

    def link_token(self, job: Job) -> str:
        """The token of the job's open link, which is made when there is none, with those of the whole batch."""
        if not self._links:
            self._links = links_for(self._session, [row.id for row in self._jobs])
        return self._links[job.id].token()
