"""The notes on a design as a page shows them: numbered threads, the open ones first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from models.approvals import ApprovalComment
from models.core.dates import short_moment
from models.designs import Design
from models.messages import excerpt


@dataclass(frozen=True)
class Reader:
    """Who reads: a contact or a member of staff, whose own words are told as theirs."""

    contact_id: str | None = None
    staff_user_id: int | None = None

    def wrote(self, comment: ApprovalComment) -> bool:
        """Whether the note is the reader's own."""
        if comment.contact_id is not None:
            return comment.contact_id == self.contact_id
        return comment.staff_user_id is not None and comment.staff_user_id == self.staff_user_id


@dataclass(frozen=True)
class Said:
    """One note: its words, who wrote them, when, and the moment for programs."""

    text: str
    who: str
    when: str
    at: str


@dataclass(frozen=True)
class Thread:
    """A note with its answers. `x` and `y` are the place on version `version`, as fractions; None when it has none."""

    id: str
    number: int
    version: int
    x: Decimal | None
    y: Decimal | None
    is_solved: bool
    solved_in: int | None
    said: list[Said]

    @property
    def label(self) -> str:
        """What its pin is called, such as “Note 2 by Ann: Is this the orange…”."""
        first = self.said[0]
        whose = "your note" if first.who == "You" else f"by {first.who}"
        return f"Note {self.number}, {whose}{', solved' if self.is_solved else ''}: {excerpt(first.text, 80)}"


def threads_of(session: Session, design: Design, reader: Reader) -> list[Thread]:
    """The threads on `design`, the open ones first, of each the newest first; two queries."""
    firsts = sa.select(ApprovalComment).where(
        ApprovalComment.design_id == design.id, ApprovalComment.parent_id.is_(None)
    )
    loaded = firsts.options(
        joinedload(ApprovalComment.design_version),
        joinedload(ApprovalComment.resolved_in),
        joinedload(ApprovalComment.staff_user),
        selectinload(ApprovalComment.replies).joinedload(ApprovalComment.staff_user),
    ).execution_options(populate_existing=True)
    threads = [_thread(first, reader) for first in session.scalars(loaded)]
    return sorted(threads, key=lambda thread: (thread.is_solved, -thread.number))


def told(threads: Collection[Thread]) -> str:
    """How many there are, such as “1 open, 1 solved”."""
    solved = sum(thread.is_solved for thread in threads)
    words = [f"{len(threads) - solved} open"] if len(threads) > solved else []
    return ", ".join([*words, f"{solved} solved"] if solved else words)


def _thread(first: ApprovalComment, reader: Reader) -> Thread:
    return Thread(
        first.id,
        first.number or 0,
        first.design_version.number,
        first.pin_x,
        first.pin_y,
        first.resolved_at is not None,
        first.resolved_in.number if first.resolved_in else None,
        [_said(comment, reader) for comment in (first, *first.replies)],
    )


def _said(comment: ApprovalComment, reader: Reader) -> Said:
    at = comment.created_at
    return Said(comment.body, _who(comment, reader), short_moment(at), at.isoformat())


def _who(comment: ApprovalComment, reader: Reader) -> str:
    if reader.wrote(comment):
        return "You"
    if comment.contact_id is not None or comment.staff_user is None:
        return comment.author_name
    return f"{comment.staff_user.first_name or comment.author_name}, the shop"
