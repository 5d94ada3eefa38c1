"""Key figures of stock: what it is worth, and how often something ran out."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from ..stock import StockMovement
from .declared import Better, MetricCategory, MetricUnit, Reckoning, day_of, kpi
from .windows import Asked


@kpi(
    "stock_value",
    "Stock value",
    category=MetricCategory.INVENTORY,
    unit=MetricUnit.DOLLARS,
    better=Better.NEITHER,
    facts={StockMovement: day_of("occurred_on")},
    reckoning=Reckoning.RUNNING,
    rows="/materials/list/",
    of_costs=True,
    by_customer=False,
    on_overview=True,
)
def stock_value(asked: Asked) -> sa.Select[Any]:
    """What all material on hand is worth at the end of the period, at its average cost."""
    return asked.sums(StockMovement, asked.days(StockMovement.occurred_on), sa.func.sum(StockMovement.value))


@kpi(
    "stockouts",
    "Stockouts",
    category=MetricCategory.INVENTORY,
    unit=MetricUnit.COUNT,
    better=Better.LESS,
    facts={StockMovement: day_of("occurred_on")},
    rows="/materials/list/",
    by_customer=False,
    goal="0",
)
def stockouts(asked: Asked) -> sa.Select[Any]:
    """How often the last of a material was taken in the period, so that none was on hand."""
    movement = StockMovement
    taken = sa.and_(asked.days(movement.occurred_on), movement.quantity < 0)
    concerned = sa.select(movement.material_id).join_from(asked.window, movement, taken)
    after = sa.func.sum(movement.quantity).over(partition_by=movement.material_id, order_by=movement.id)
    level = (
        sa.select(movement.occurred_on, movement.quantity, after.label("after"))
        .where(movement.material_id.in_(concerned))
        .subquery("level")
    )
    when = sa.and_(asked.days(level.c.occurred_on), level.c.after <= 0, level.c.after - level.c.quantity > 0)
    return asked.sums(level, when, sa.func.count())
