"""Links that show one job, or one file, to its customer without a sign-in.

A link's token is derived from its id with the installation's secret, and only its fingerprint is stored: a
mail can carry the link again at any time, and a copy of the database opens nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Final

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from .core import clock, keys
from .core.base import Base, new_id
from .core.doors import VERBS_ONLY
from .core.errors import InvalidValue
from .core.events import Fact, on_fact
from .core.roles import MANAGER, OFFICE
from .core.types import UtcDateTime
from .core.visibility import SECRET
from .core.workflow import verb
from .files import CustomerFile
from .jobs import Job

_PURPOSE = "portal link"


def _is_revoked_already(link: PortalLink) -> str:
    return f"This link to {link.job or link.file} is revoked already." if link.revoked_at is not None else ""


class PortalLink(Base):
    """A customer's way to one job, or to one file alone. It opens it until it is revoked or, with an end, expires."""

    __tablename__ = "portal_links"
    __audited__ = True
    __live__ = True

    # The id comes before the fingerprint, which is made of it.
    id: Mapped[str] = mapped_column(String(26), primary_key=True, default=new_id)
    job_id: Mapped[str | None] = mapped_column(ForeignKey("jobs.id"), index=True)
    file_id: Mapped[str | None] = mapped_column(ForeignKey("customer_files.id"), index=True)
    token_hash: Mapped[str] = mapped_column(
        String(64), unique=True, default=keys.fingerprint_of_new(_PURPOSE), info=SECRET
    )
    expires_at: Mapped[dt.datetime | None] = mapped_column(
        UtcDateTime, doc="Empty: it opens until it is revoked."
    )
    revoked_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)

    job: Mapped[Job | None] = relationship()
    file: Mapped[CustomerFile | None] = relationship()

    def __str__(self) -> str:
        return f"Link to {self.job or self.file}"

    @property
    def is_open(self) -> bool:
        """Whether it still opens what it leads to."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > clock.now())

    def token(self) -> str:
        """The secret part of its address: 43 URL-safe characters, always the same, stored nowhere."""
        return keys.token(_PURPOSE, self.id)

    @verb(by={OFFICE, MANAGER}, unless=_is_revoked_already)
    def revoke(self) -> None:
        """Close the link: whoever opens it is told so. The next mail about the job carries a new one."""
        self.revoked_at = clock.now()


@on_fact(Job)
def close_links_of_a_former_customer(session: Session, facts: list[Fact]) -> None:
    """A job that goes to another customer is shown to the former one no longer."""
    for fact in facts:
        if "customer_id" in fact.before:
            _close_all(session, PortalLink.job_id == fact.id)


@on_fact(CustomerFile)
def close_links_to_a_file_of_a_former_customer(session: Session, facts: list[Fact]) -> None:
    """Nor is a file."""
    for fact in facts:
        if "customer_id" in fact.before:
            _close_all(session, PortalLink.file_id == fact.id)


def _close_all(session: Session, of: sa.ColumnElement[bool]) -> None:
    unrevoked = sa.select(PortalLink).where(of, PortalLink.revoked_at.is_(None))
    for link in session.scalars(unrevoked.order_by(PortalLink.id)).all():
        link.revoke()


def open_link(session: Session, job: Job) -> PortalLink | None:
    """The newest link that shows `job` now, if there is one."""
    return open_links(session, [job.id]).get(job.id)


def open_links(session: Session, job_ids: Collection[str]) -> dict[str, PortalLink]:
    """The newest link that shows each of the jobs now, by the job's id, in one statement; some may have none."""
    unrevoked = sa.select(PortalLink).where(PortalLink.job_id.in_(job_ids), PortalLink.revoked_at.is_(None))
    found = session.scalars(unrevoked.order_by(PortalLink.id))
    return {link.job_id: link for link in found if link.job_id is not None and link.is_open}


def link_for(session: Session, job: Job) -> PortalLink:
    """The open link to `job`, made when there is none; flushed, so that it has its id."""
    session.flush()
    return links_for(session, [job.id])[job.id]


def links_for(session: Session, job_ids: Collection[str]) -> dict[str, PortalLink]:
    """The open link to each of the jobs, by the job's id; those that are missing are made, in one flush."""
    links = open_links(session, job_ids)
    missing = sorted(set(job_ids) - links.keys())
    if missing:
        # Two mails about a job at once share one link, so that revoking closes the only one.
        _hold(session, missing)
        links |= open_links(session, missing)
        made = {job_id: PortalLink(id=new_id(), job_id=job_id) for job_id in missing if job_id not in links}
        session.add_all(made.values())
        session.flush()
        links |= made
    return links


def _hold(session: Session, job_ids: Collection[str]) -> None:
    """Lock the jobs as `lock` does, in the order of their ids, without reading them anew."""
    jobs = sa.select(Job.id).where(Job.id.in_(job_ids)).order_by(Job.id)
    session.execute(jobs.with_for_update(key_share=True))


LONGEST_OPEN: Final = 365
"""Days that a link to a file may open it at most."""


def link_to_file(session: Session, file: CustomerFile, days: int) -> PortalLink:
    """A new link that opens `file` alone for so many days; flushed. Each is revoked by itself.

    InvalidValue for a number of days that is not taken, RuleBroken unless the file may be opened.
    """
    if not 1 <= days <= LONGEST_OPEN:
        raise InvalidValue(
            "days", f"A link to a file opens it for 1 to {LONGEST_OPEN} days: choose how many."
        )
    file.refuse_unavailable()
    link = PortalLink(id=new_id(), file_id=file.id, expires_at=clock.now() + dt.timedelta(days=days))
    session.add(link)
    session.flush()
    return link


def links_to_file(session: Session, file: CustomerFile) -> list[PortalLink]:
    """The links that open `file` now, the newest first."""
    unrevoked = sa.select(PortalLink).where(PortalLink.file_id == file.id, PortalLink.revoked_at.is_(None))
    return [link for link in session.scalars(unrevoked.order_by(PortalLink.id.desc())) if link.is_open]


def link_by_token(session: Session, token: str) -> PortalLink | None:
    """The link that `token` belongs to, open or not; None for a token that was never given out."""
    if len(token) > keys.LONGEST_TOKEN:
        return None
    found = sa.select(PortalLink).where(PortalLink.token_hash == keys.fingerprint(token))
    return session.scalars(found).one_or_none()
