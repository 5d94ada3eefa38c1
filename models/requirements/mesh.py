"""Meshes of screens, and how much ink each lets through."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from ..core.archiving import Archivable
from ..core.base import Versioned
from ..core.errors import RuleBroken
from ..core.events import Fact, on_fact
from ..core.types import Exact
from .calculators import ink_deposit


class MeshCount(Archivable, Versioned):
    """A mesh: its threads, and its ink volume from the data sheet. Coarse ones are reckoned where that is not known."""

    __tablename__ = "mesh_counts"

    name: Mapped[str] = mapped_column(String(60), unique=True, doc="As it is ordered, such as 90/225-48.")
    threads_per_cm: Mapped[Decimal] = mapped_column(
        Exact(6, 2), info={"unit": "1/cm", "minimum": Decimal("0.01")}
    )
    thread_diameter: Mapped[Decimal] = mapped_column(
        Exact(6, 2), info={"unit": "µm", "minimum": Decimal("0.01")}
    )
    ink_volume: Mapped[Decimal | None] = mapped_column(
        Exact(6, 2),
        info={"unit": "cm³/m²", "minimum": Decimal("0.01")},
        doc="Theoretical ink volume of the data sheet. Empty: reckoned, up to 42 threads per cm.",
    )

    def __str__(self) -> str:
        return self.name

    @property
    def deposit(self) -> Decimal:
        """The height of ink in µm (cm³/m²); ValueError with a sentence when neither way tells it."""
        if self.ink_volume is not None:
            return self.ink_volume
        return ink_deposit(self.threads_per_cm, self.thread_diameter)


@on_fact(MeshCount)
def refuse_meshes_without_ink(session: Session, facts: list[Fact]) -> None:
    """RuleBroken when a mesh has no ink volume and none can be reckoned."""
    for fact in facts:
        mesh = session.get(MeshCount, fact.id) if fact.kind != "deleted" else None
        if mesh is not None:
            try:
                _ = mesh.deposit
            except ValueError as why:
                raise RuleBroken(f"Nothing was changed. {why}") from None
