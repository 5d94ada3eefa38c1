"""The stages of the work, and the routing: which of them a decoration method needs, and how long each takes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from ..core import clock
from ..core.archiving import Archivable
from ..core.base import Versioned, new_id, session_of
from ..core.doors import GIVEN_ONCE, VERBS_ONLY
from ..core.errors import RuleBroken
from ..core.labels import choice_label
from ..core.roles import MANAGER
from ..core.types import Choice, Exact, UtcDateTime
from ..core.workflow import verb
from ..jobs import DecorationMethod
from .life import JobVerb


class ProductionStage(Archivable, Versioned):
    """A step of the work, such as printing. The brief's seven are seeded; a shop may add its own."""

    __tablename__ = "production_stages"

    key: Mapped[str] = mapped_column(String(40), unique=True, default=new_id, info=GIVEN_ONCE)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    position: Mapped[int] = mapped_column(
        default=1, info={"minimum": 1}, doc="Where it stands in the order of work."
    )
    colour: Mapped[str] = mapped_column(
        String(10), default="violet", doc="Its colour in the calendar: blue, amber, violet, teal or green."
    )
    counts_pieces: Mapped[bool] = mapped_column(
        default=False, doc="Whether the floor says how many pieces came out good and misprinted."
    )
    on_start: Mapped[JobVerb | None] = mapped_column(
        Choice(JobVerb), doc="What the job does when its first operation of this stage begins."
    )
    on_finish: Mapped[JobVerb | None] = mapped_column(
        Choice(JobVerb), doc="What the job does when its last operation of this stage is finished."
    )

    def __str__(self) -> str:
        return self.name


class Routing(Versioned):
    """That a decoration method goes through a stage, and in how many minutes. Without a method: every job does."""

    __tablename__ = "routings"
    __sections__ = {
        "Of what": ("stage", "decoration_method", "is_active"),
        "Each time": ("setup_minutes", "minutes_per_screen"),
        "Each piece": ("minutes_per_piece", "minutes_per_dark_piece"),
        "Screen print": ("pieces_per_hour",),
        "Embroidery": ("stitches_per_minute", "minutes_per_run"),
    }

    stage_id: Mapped[str] = mapped_column(ForeignKey("production_stages.id"), index=True)
    decoration_method: Mapped[DecorationMethod | None] = mapped_column(
        Choice(DecorationMethod), doc="Empty: for every method."
    )
    setup_minutes: Mapped[Decimal] = mapped_column(
        Exact(9, 2), default=Decimal(0), info={"unit": "min", "minimum": 0}
    )
    minutes_per_screen: Mapped[Decimal] = mapped_column(
        Exact(9, 4), default=Decimal(0), info={"unit": "min", "minimum": 0}
    )
    minutes_per_piece: Mapped[Decimal] = mapped_column(
        Exact(9, 4), default=Decimal(0), info={"unit": "min", "minimum": 0}
    )
    minutes_per_dark_piece: Mapped[Decimal | None] = mapped_column(
        Exact(9, 4), info={"unit": "min", "minimum": 0}, doc="On dark garments; empty: as on light ones."
    )
    pieces_per_hour: Mapped[Decimal | None] = mapped_column(
        Exact(9, 2),
        info={"unit": "pieces/h", "minimum": 0},
        doc="A press's rate for each location, where it has none of its own.",
    )
    stitches_per_minute: Mapped[Decimal | None] = mapped_column(
        Exact(9, 2), info={"unit": "1/min", "minimum": 0}, doc="For embroidery."
    )
    minutes_per_run: Mapped[Decimal] = mapped_column(
        Exact(9, 4),
        default=Decimal(0),
        info={"unit": "min", "minimum": 0},
        doc="For embroidery: hooping, for each time that all heads are filled.",
    )
    is_active: Mapped[bool] = mapped_column(default=True)
    measured_jobs: Mapped[int | None] = mapped_column(
        info=VERBS_ONLY, doc="From how many completed jobs its minutes were measured last."
    )
    measured_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)

    stage: Mapped[ProductionStage] = relationship()

    def __str__(self) -> str:
        method = choice_label(self.decoration_method) if self.decoration_method else "every method"
        return f"{self.stage}, {method}"

    @verb(by={MANAGER})
    def recalibrate(self) -> None:
        """Take the median of what the newest completed jobs took, at least 5 of them and at most 50."""
        from .recalibration import LEAST, measure

        measured = measure(session_of(self), self)
        if not measured.is_enough:
            raise RuleBroken(
                f"Nothing was changed: {measured.jobs} completed jobs with their hours are known for {self}, "
                f"and {LEAST} that took longer than their set-up are needed."
            )
        for name, value in measured.values.items():
            setattr(self, name, value)
        for machine, rate in measured.rates.items():
            machine.pieces_per_hour = rate
        self.measured_jobs, self.measured_at = measured.jobs, clock.now()


_V = JobVerb
STAGES: Final = (
    ("DESIGN_CREATION", "Design", "blue", False, None, None),
    ("DESIGN_REVISION", "Design revision", "blue", False, None, None),
    ("MATERIAL_PREP", "Material prep", "amber", False, None, None),
    ("PRINTING", "Printing", "violet", True, _V.START_PRODUCTION, _V.SEND_TO_QUALITY_CHECK),
    ("QUALITY_CHECK", "Quality check", "teal", True, None, None),
    ("PACKAGING", "Packing", "green", False, None, _V.PACK),
    ("SHIPPING", "Shipping", "green", False, None, None),
)
"""The brief's stages in the order of work: key, name, colour, whether pieces are counted, what the job does."""


def seed_stages(session: Session) -> None:
    """Add the stages that are missing. Does not commit."""
    known = set(session.scalars(sa.select(ProductionStage.key)))
    for position, (key, name, colour, counts, on_start, on_finish) in enumerate(STAGES, 1):
        if key not in known:
            session.add(
                ProductionStage(
                    key=key,
                    name=name,
                    position=position,
                    colour=colour,
                    counts_pieces=counts,
                    on_start=on_start,
                    on_finish=on_finish,
                )
            )
