"""Changes that a customer accepted stand on the final invoice, each by its own line."""

from __future__ import annotations

from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..billing import LineKind
from ..billing.asking import AGREED, Charge
from ..jobs import Job
from .change_orders import ChangeOrder


def changes_of(session: Session, job: Job) -> list[Charge]:
    """A line for each accepted change that costs, or saves, something."""
    mine = sa.select(ChangeOrder).where(ChangeOrder.job_id == job.id, ChangeOrder.amount != 0)
    changes = session.scalars(mine.order_by(ChangeOrder.id))
    return [
        Charge(LineKind.OTHER, each.what.split("\n")[0][:300], Decimal(1), each.amount) for each in changes
    ]


AGREED.append(changes_of)
