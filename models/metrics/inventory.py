"""Key figures of stock: what it is worth, and how often something ran out."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ..catalog import Material
from ..stock import StockMovement
from .declared import Better, MetricCategory, MetricUnit, Part, Reckoning, Rows, day_of, kpi
from .windows import Asked


@kpi(
    "stock_value",
    "Stock value",
    category=MetricCategory.INVENTORY,
    unit=MetricUnit.DOLLARS,
    better=Better.NEITHER,
    facts={StockMovement: day_of("occurred_on")},
    parts=(Part("Worth", MetricUnit.DOLLARS),),
    reckoning=Reckoning.RUNNING,
    of_costs=True,
    by_customer=False,
    on_overview=True,
)
def stock_value(asked: Asked) -> Rows:
    """What all material on hand is worth at the end of the period, at its average cost."""
    movement, worth = StockMovement, sa.func.sum(StockMovement.value)
    told = asked.rows(movement, asked.days(movement.occurred_on), movement.material_id, top=worth)
    return told.group_by(asked.key, asked.window.c.last, movement.material_id).having(worth != 0)


@kpi(
    "stockouts",
    "Stockouts",
    category=MetricCategory.INVENTORY,
    unit=MetricUnit.COUNT,
    better=Better.LESS,
    facts={StockMovement: day_of("occurred_on")},
    parts=(Part("Stockouts"),),
    by_customer=False,
    goal="0",
)
def stockouts(asked: Asked) -> Rows:
    """How often the last of a material was taken in the period, so that none was on hand."""
    level = _levels(asked)
    ran_out = sa.and_(level.c.quantity < 0, level.c.after <= 0, level.c.after - level.c.quantity > 0)
    when = sa.and_(asked.days(level.c.occurred_on), ran_out)
    return asked.rows(level, when, level.c.id, table=StockMovement.__tablename__)


def _levels(asked: Asked) -> sa.Subquery:
    """What was on hand after each movement, reckoned back from what is on hand now: only what was written since the
    first window is read, in the order in which the ledger was written.
    """
    movement, among = StockMovement, aliased(StockMovement)
    first = sa.select(sa.func.min(among.id)).join_from(asked.window, among, asked.days(among.occurred_on))
    later = sa.func.sum(movement.quantity).over(
        partition_by=movement.material_id, order_by=movement.id.desc(), rows=(None, -1)
    )
    after = Material.quantity_on_hand - sa.func.coalesce(later, 0)
    levels = sa.select(movement.id, movement.occurred_on, movement.quantity, after.label("after"))
    levels = levels.join(Material, Material.id == movement.material_id)
    return levels.where(movement.id >= first.scalar_subquery()).subquery("level")
