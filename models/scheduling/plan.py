"""The shop's routing as a whole, read once for however many jobs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..jobs import DecorationMethod
from ..people import Machine
from .skills import MachineStage
from .stages import ProductionStage, Routing


@dataclass(frozen=True)
class Plan:
    """Stages in the order of work, what the routing asks at each, and which machines serve it."""

    stages: Sequence[ProductionStage]
    routings: Sequence[Routing]
    machines: Sequence[tuple[str, DecorationMethod | None, Machine]]

    def rows_for(
        self, stage: ProductionStage, methods: Collection[DecorationMethod]
    ) -> Iterator[tuple[DecorationMethod | None, Routing]]:
        """The operations of a job with `methods` at `stage`: their method, and the row by which they are reckoned.

        A row of a method goes before the row of every method. Where only the latter is, there is one operation for
        all methods; where the stage tells methods apart, each has its own.
        """
        mine = {row.decoration_method: row for row in self.routings if row.stage_id == stage.id}
        general = mine.pop(None, None)
        if not mine:
            if general is not None:
                yield None, general
            return
        for method in methods:
            row = mine.get(method, general)
            if row is not None:
                yield method, row

    def machines_for(self, stage: ProductionStage, method: DecorationMethod | None) -> list[Machine]:
        """The machines that serve the stage for the method."""
        return [
            machine
            for stage_id, served, machine in self.machines
            if stage_id == stage.id and (served is None or served == method)
        ]


def load_plan(session: Session) -> Plan:
    """The active rows of the shop's routing; three statements."""
    stages = sa.select(ProductionStage).where(ProductionStage.archived_at.is_(None))
    rows = sa.select(Routing).where(Routing.is_active.is_(True)).order_by(Routing.id)
    served = sa.select(MachineStage.stage_id, MachineStage.decoration_method, Machine).join(
        Machine, Machine.id == MachineStage.machine_id
    )
    usable = served.where(Machine.is_active.is_(True), Machine.archived_at.is_(None))
    return Plan(
        session.scalars(stages.order_by(ProductionStage.position, ProductionStage.id)).all(),
        session.scalars(rows).all(),
        [(stage_id, method, machine) for stage_id, method, machine in session.execute(usable)],
    )
