"""How customers liked a finished job: one question, asked once of each of their people."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, validates

from ..core.base import Base, lock
from ..core.doors import GIVEN_ONCE
from ..core.errors import InvalidValue, RuleBroken
from ..core.events import Fact, on_fact
from ..core.kinship import of_the_same
from ..core.roles import MANAGER
from ..core.types import Prose
from ..customers import Customer, CustomerContact
from ..jobs import Job, JobStatus
from ..notifications import tell_staff

BEST: Final = 5
LONGEST_COMMENT: Final = 2000
POOR: Final = 2
"""So few stars are told to the managers at once: somebody should call."""


class JobRating(Base):
    """What one person says of one finished job: 1 (poor) to 5 (very good), and why."""

    __tablename__ = "job_ratings"
    __table_args__ = (sa.UniqueConstraint("job_id", "contact_id"), sa.Index(None, "created_at"))
    __audited__ = True
    __portal__ = "customer_id"

    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id"), info=GIVEN_ONCE)
    contact_id: Mapped[str] = mapped_column(
        ForeignKey("customer_contacts.id"), index=True, info=GIVEN_ONCE | of_the_same("customer_id")
    )
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True, info=GIVEN_ONCE)
    score: Mapped[int] = mapped_column(info=GIVEN_ONCE | {"minimum": 1}, doc="1 is poor, 5 very good.")
    comment: Mapped[str | None] = mapped_column(Prose(LONGEST_COMMENT), info=GIVEN_ONCE)

    job: Mapped[Job] = relationship()
    contact: Mapped[CustomerContact] = relationship()
    customer: Mapped[Customer] = relationship()

    def __str__(self) -> str:
        return f"{self.score} of {BEST} for {self.job}"

    @validates("score")
    def _is_on_the_scale(self, _key: str, score: Any) -> Any:
        if isinstance(score, int) and score > BEST:
            raise InvalidValue("score", f"Choose a number from 1 to {BEST}.")
        return score


def rating_by(session: Session, job: Job, contact: CustomerContact) -> JobRating | None:
    """What `contact` said of `job`, if they did."""
    own = sa.select(JobRating).where(JobRating.job_id == job.id, JobRating.contact_id == contact.id)
    return session.scalars(own).one_or_none()


def may_rate(session: Session, job: Job, contact: CustomerContact) -> bool:
    """Whether `contact` is still asked how `job` went."""
    return job.status == JobStatus.COMPLETED and rating_by(session, job, contact) is None


def rate(
    session: Session, job: Job, contact: CustomerContact, score: int, comment: str | None = None
) -> JobRating:
    """Keep what `contact` says of `job`. RuleBroken when it is not complete, or they answered already."""
    lock(contact)  # a button that is pressed twice
    if job.status != JobStatus.COMPLETED:
        raise RuleBroken(f"{job.title} is not complete yet: we ask how it went when you have it.")
    if rating_by(session, job, contact) is not None:
        raise RuleBroken(f"You have answered for {job.title} already. To add something, write us a message.")
    said = JobRating(
        job=job,
        contact=contact,
        customer_id=job.customer_id,
        score=score,
        comment=(comment or "").strip() or None,
    )
    session.add(said)
    session.flush()
    return said


@on_fact(JobRating)
def tell_of_a_poor_rating(session: Session, facts: list[Fact]) -> None:
    """A customer who is not content should be called, not counted at the end of the month."""
    for fact in facts:
        rating = session.get(JobRating, fact.id) if fact.kind == "new" else None
        if rating is not None and rating.score <= POOR:
            said = f": {rating.comment}" if rating.comment else "."
            text = f"{rating.contact} gave {rating.score} of {BEST} for {rating.job}{said}"
            tell_staff(session, {MANAGER}, text[:1000], f"/job_ratings/show/{rating.id}")
