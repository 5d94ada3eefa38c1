"""What an approver ticks: five things by default, each with the value to check."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from ..core.archiving import Archivable
from ..core.base import Versioned, session_of
from ..core.types import Prose
from ..designs import Design
from ..jobs import JobItem, JobItemDecoration
from .requests import DesignApprovalRequest


class ApprovalChecklistItem(Archivable, Versioned):
    """A thing that every approver is asked to check."""

    __tablename__ = "approval_checklist_items"

    position: Mapped[int] = mapped_column(default=1, info={"minimum": 1})
    name: Mapped[str] = mapped_column(String(80), unique=True)
    value: Mapped[str] = mapped_column(
        Prose(500), default="", doc="What to compare it with; empty: taken from the job where that is known."
    )

    def __str__(self) -> str:
        return self.name


class ApprovalCheck(Versioned):
    """One thing to check of one request, with the value that its approvers see."""

    __tablename__ = "approval_checks"
    __table_args__ = (sa.UniqueConstraint("request_id", "position"),)
    __live__ = True
    __portal__ = "request.customer_id"

    request_id: Mapped[str] = mapped_column(ForeignKey("design_approval_requests.id"), index=True)
    position: Mapped[int] = mapped_column(default=1, info={"minimum": 1})
    name: Mapped[str] = mapped_column(String(80))
    value: Mapped[str] = mapped_column(Prose(500), default="")

    request: Mapped[DesignApprovalRequest] = relationship(back_populates="checks")

    def __str__(self) -> str:
        return self.name

    @property
    def mark(self) -> str:
        """What a page sends for its tick: this check as it was shown, so that a later change is noticed."""
        return f"{self.id}.{self.version}"


def checks_for(design: Design) -> list[ApprovalCheck]:
    """The shop's checks with their values for `design`; the artist may still change them."""
    in_use = sa.select(ApprovalChecklistItem).where(ApprovalChecklistItem.archived_at.is_(None))
    items = session_of(design).scalars(
        in_use.order_by(ApprovalChecklistItem.position, ApprovalChecklistItem.id)
    )
    return [
        ApprovalCheck(position=place, name=item.name, value=item.value or suggestion(item.name, design))
        for place, item in enumerate(items, start=1)
    ]


def suggestion(name: str, design: Design) -> str:
    """What the job says about the check `name`; empty when it says nothing."""
    suggest = _SUGGESTIONS.get(name)
    return suggest(design)[:500] if suggest and design.job_id else ""


def _decorations(design: Design) -> list[JobItemDecoration]:
    mine = sa.select(JobItemDecoration).join(JobItem).where(JobItem.job_id == design.job_id)
    return list(session_of(design).scalars(mine.order_by(JobItemDecoration.id)))


def _sizes(design: Design) -> str:
    told = (
        " × ".join(
            f"{length.normalize():f} in {word}"
            for length, word in ((d.width, "wide"), (d.height, "high"))
            if length
        )
        for d in _decorations(design)
    )
    return ", ".join(dict.fromkeys(filter(None, told)))


def _placement(design: Design) -> str:
    return ", ".join(dict.fromkeys(d.location for d in _decorations(design) if d.location))


def _colours(design: Design) -> str:
    most = max((d.colors or 0 for d in _decorations(design)), default=0)
    return (
        f"{most} colour{'' if most == 1 else 's'}. Screens differ from ink"
        if most
        else "Screens differ from ink"
    )


def _garment(design: Design) -> str:
    items = design.job.items if design.job else []
    return ", ".join(
        f"{item}, {', '.join(size.size for size in item.sizes)}" if item.sizes else str(item)
        for item in items
    )


_SUGGESTIONS: Final[dict[str, Callable[[Design], str]]] = {
    "Size": _sizes,
    "Placement": _placement,
    "Colours": _colours,
    "Garment": _garment,
}

FIVE: Final = (
    ("Spelling and numbers", "Every word, name, date and number in the art"),
    ("Size", ""),
    ("Placement", ""),
    ("Colours", ""),
    ("Garment", ""),
)


def seed_checklist(session: Session) -> None:
    """The five things, unless the shop has any. Does not commit."""
    if session.scalar(sa.select(sa.func.count()).select_from(ApprovalChecklistItem)):
        return
    for place, (name, value) in enumerate(FIVE, start=1):
        session.add(ApprovalChecklistItem(position=place, name=name, value=value))
