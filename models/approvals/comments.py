"""Notes on a design, of customer and artist: threads, some pinned to a place of a version."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from ..core import clock
from ..core.actor import Actor, current_actor
from ..core.base import Versioned, lock, new_id, session_of
from ..core.doors import GIVEN_ONCE, VERBS_ONLY
from ..core.errors import InvalidValue, RuleBroken
from ..core.roles import ARTIST, MANAGER, OFFICE
from ..core.types import Exact, Prose, UtcDateTime
from ..core.workflow import verb
from ..customers import CustomerContact
from ..designs import Design, DesignVersion
from ..people import StaffUser

MOST: Final = 500
"""Notes that one design can carry."""


def _is_solved(comment: ApprovalComment) -> str:
    return f"Note {comment.number} is solved already." if comment.resolved_at is not None else ""


def _is_open(comment: ApprovalComment) -> str:
    return f"Note {comment.number} is not solved." if comment.resolved_at is None else ""


class ApprovalComment(Versioned):
    """One note. The first of a thread has a number and may have a place: `pin_x` and `pin_y` of the preview, from 0
    (left, top) to 1 (right, bottom). Answers have its id as `parent_id`.
    """

    __tablename__ = "approval_comments"
    __table_args__ = (sa.UniqueConstraint("design_id", "number"),)
    __live__ = True
    __portal__ = "design.customer_id"

    design_id: Mapped[str] = mapped_column(ForeignKey("designs.id"), index=True, info=GIVEN_ONCE)
    version_id: Mapped[str] = mapped_column(ForeignKey("design_versions.id"), index=True, info=GIVEN_ONCE)
    parent_id: Mapped[str | None] = mapped_column(
        ForeignKey("approval_comments.id"), index=True, info=GIVEN_ONCE
    )
    number: Mapped[int | None] = mapped_column(info=GIVEN_ONCE, doc="Of the thread; its answers have none.")
    body: Mapped[str] = mapped_column(Prose(2000), info=GIVEN_ONCE)
    pin_x: Mapped[Decimal | None] = mapped_column(Exact(6, 5), info=GIVEN_ONCE | {"minimum": 0})
    pin_y: Mapped[Decimal | None] = mapped_column(Exact(6, 5), info=GIVEN_ONCE | {"minimum": 0})
    author_name: Mapped[str] = mapped_column(String(200), info=GIVEN_ONCE)
    contact_id: Mapped[str | None] = mapped_column(
        ForeignKey("customer_contacts.id"), index=True, info=GIVEN_ONCE
    )
    staff_user_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True, info=GIVEN_ONCE)
    resolved_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)
    resolved_by: Mapped[str | None] = mapped_column(String(200), info=VERBS_ONLY)
    resolved_in_id: Mapped[str | None] = mapped_column(
        ForeignKey("design_versions.id"), index=True, info=VERBS_ONLY, doc="The version that solved it."
    )

    design: Mapped[Design] = relationship(back_populates="comments")
    design_version: Mapped[DesignVersion] = relationship(foreign_keys=[version_id])
    resolved_in: Mapped[DesignVersion | None] = relationship(foreign_keys=[resolved_in_id])
    parent: Mapped[ApprovalComment | None] = relationship(
        back_populates="replies", remote_side="ApprovalComment.id"
    )
    replies: Mapped[list[ApprovalComment]] = relationship(
        back_populates="parent", order_by="ApprovalComment.id", passive_deletes="all"
    )
    contact: Mapped[CustomerContact | None] = relationship()
    staff_user: Mapped[StaffUser | None] = relationship()

    def __str__(self) -> str:
        return f"Note {self.number}" if self.number else f"Answer of {self.author_name}"

    @property
    def is_pinned(self) -> bool:
        """Whether it has a place on the preview."""
        return self.pin_x is not None

    @verb(by={ARTIST, OFFICE, MANAGER}, unless=_is_solved)
    def resolve(self) -> None:
        """The design's newest version does what the note asks for."""
        _refuse_answers(self)
        newest = self.design.newest_version()
        self.resolved_at, self.resolved_by = clock.now(), current_actor().name
        self.resolved_in_id = newest.id if newest else self.version_id

    @verb(by={ARTIST, OFFICE, MANAGER}, unless=_is_open)
    def reopen(self) -> None:
        """It is not solved after all."""
        self.resolved_at = self.resolved_by = self.resolved_in_id = None

    @verb(by={ARTIST, OFFICE, MANAGER})
    def reply(self, body: str) -> ApprovalComment:
        """Answer in the note's thread."""
        return comment_on(self.design_version, body, parent=self)


def _refuse_answers(comment: ApprovalComment) -> None:
    if comment.parent_id is not None:
        raise RuleBroken("An answer is solved with the note that it belongs to.")


def comment_on(
    version: DesignVersion,
    body: str,
    *,
    pin: tuple[Decimal, Decimal] | None = None,
    parent: ApprovalComment | None = None,
) -> ApprovalComment:
    """Add a note to `version` as the present actor (a contact or a member of staff), or an answer to `parent`.

    `pin` is its place as fractions of the preview's width and height, 0 to 1. InvalidValue for an empty text, one
    over 2,000 characters, or a place outside the preview; RuleBroken when the design has `MOST` notes.
    """
    session, design = session_of(version), version.design
    lock(design)
    thread = parent.parent if parent is not None and parent.parent is not None else parent
    _refuse_too_many(session, design)
    body = body.strip()
    if not body:
        raise InvalidValue("body", "Write what the note says.")
    if pin is not None and not all(0 <= place <= 1 for place in pin):
        raise InvalidValue("pin_x", "The note's place is outside the picture.")
    if thread is not None and thread.design_id != design.id:
        raise InvalidValue("parent_id", "That note is about another design.")
    added = ApprovalComment(
        id=new_id(),
        design=design,
        design_version=thread.design_version if thread else version,
        parent=thread,
        number=None if thread else _next_number(session, design),
        body=body,
        **_author(current_actor()),
    )
    if pin is not None and thread is None:
        added.pin_x, added.pin_y = (round(Decimal(place), 5) for place in pin)
    session.add(added)
    return added


def _refuse_too_many(session: Session, design: Design) -> None:
    count = sa.select(sa.func.count()).where(ApprovalComment.design_id == design.id)
    if (session.scalar(count) or 0) >= MOST:
        raise RuleBroken(f"No note was added: {design} has {MOST} already. Write to the shop instead.")


def _next_number(session: Session, design: Design) -> int:
    highest = sa.select(sa.func.max(ApprovalComment.number)).where(ApprovalComment.design_id == design.id)
    return (session.scalar(highest) or 0) + 1


def _author(actor: Actor) -> dict[str, str | int | None]:
    return {
        "author_name": actor.name,
        "contact_id": actor.reference if actor.kind == "customer" else None,
        "staff_user_id": int(actor.reference) if actor.kind == "staff" and actor.reference else None,
    }
