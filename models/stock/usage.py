"""What jobs used up, by job and item, with its cost."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..catalog import Material
from ..core import clock
from ..core.base import Versioned
from ..core.doors import VERBS_ONLY
from ..core.kinship import of_the_same
from ..core.types import Money, Prose, Quantity, UnitCost, UtcDateTime
from ..core.visibility import COSTS
from ..jobs import Job, JobItem
from ..people import Employee
from ..timekeeping import Misprint


class MaterialUsage(Versioned):
    """So much of a material that was used on a job.

    Writing, changing or deleting one moves the stock by the difference (`models.stock.using`), which also tells its
    cost: `unit_cost` is the average then, `total_cost` what the ledger took, to the cent (domain.md, Materials).
    """

    __tablename__ = "material_usage"
    __live__ = True
    __booked_on__ = "used_at"
    __sections__ = {
        "Used": ("job", "job_item", "material", "quantity_used", "misprint"),
        "By whom": ("used_by", "used_at", "notes"),
    }

    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id"), index=True)
    job_item_id: Mapped[str | None] = mapped_column(
        ForeignKey("job_items.id"), index=True, info=of_the_same("job_id")
    )
    material_id: Mapped[str] = mapped_column(ForeignKey("materials.id"), index=True)
    quantity_used: Mapped[Decimal] = mapped_column(
        Quantity(), info={"above": 0}, doc="In the unit of the material."
    )
    unit_cost: Mapped[Decimal | None] = mapped_column(
        UnitCost(), info=COSTS | VERBS_ONLY | {"unit": "$"}, doc="The average of the stock then."
    )
    total_cost: Mapped[Decimal | None] = mapped_column(
        Money(), info=COSTS | VERBS_ONLY | {"unit": "$"}, doc="What the ledger took for it."
    )
    used_by_id: Mapped[str | None] = mapped_column(ForeignKey("employees.id"), index=True)
    used_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)
    notes: Mapped[str | None] = mapped_column(Prose(1000))
    is_backflush: Mapped[bool] = mapped_column(
        default=False, info=VERBS_ONLY, doc="Written when the job was packed, for what nobody had logged."
    )
    misprint_id: Mapped[str | None] = mapped_column(
        ForeignKey("misprints.id"),
        index=True,
        info=of_the_same("job_id"),
        doc="What was spoiled with it: waste.",
    )

    job: Mapped[Job] = relationship()
    job_item: Mapped[JobItem | None] = relationship()
    material: Mapped[Material] = relationship()
    used_by: Mapped[Employee | None] = relationship()
    misprint: Mapped[Misprint | None] = relationship()

    def __str__(self) -> str:
        return f"Use of {clock.shop_day(self.used_at):%-d %b %Y}"
