"""The stages of the work, and the routing: which of them a decoration method needs, and how long each takes."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from ..core.archiving import Archivable
from ..core.base import Versioned
from ..core.doors import GIVEN_ONCE
from ..core.types import Choice, Exact
from ..jobs import DecorationMethod
from .life import JobVerb


class ProductionStage(Archivable, Versioned):
    """A step of the work, such as printing. The brief's seven are seeded; a shop may add its own."""

    __tablename__ = "production_stages"

    key: Mapped[str] = mapped_column(String(40), unique=True, info=GIVEN_ONCE)
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

    stage: Mapped[ProductionStage] = relationship()

    def __str__(self) -> str:
        return f"{self.stage}, {self.decoration_method or 'every method'}"


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
