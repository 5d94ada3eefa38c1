"""Materials on a shelf, and what their ledger says of them."""

from __future__ import annotations

from decimal import Decimal

import sqlalchemy as sa

from models.catalog import Material
from models.stock import StockMovement

LEVELS = ("quantity_on_hand", "quantity_reserved", "quantity_incoming", "stock_value")


def stocked(session, name="Blank tee, black M", quantity="12", unit_cost="3.1250", unit="piece"):
    """A material of which so much lies on the shelf."""
    material = Material(name=name, quantity_on_hand=quantity, unit_cost=unit_cost, unit=unit)
    session.add(material)
    session.commit()
    return material


def sums(session, material_id):
    """What the ledger adds up to: on hand, reserved, incoming, value."""
    columns = (
        StockMovement.quantity,
        StockMovement.reserved,
        StockMovement.incoming,
        StockMovement.value,
    )
    found = session.execute(
        sa.select(*(sa.func.sum(each) for each in columns)).where(StockMovement.material_id == material_id)
    ).one()
    return tuple(each or Decimal(0) for each in found)


def levels(session, material_id):
    """What the material itself says."""
    return session.execute(
        sa.select(*(getattr(Material, each) for each in LEVELS)).filter_by(id=material_id)
    ).one()


def equals_its_ledger(session):
    """Whether every material's levels are the sums of its movements."""
    ids = session.scalars(sa.select(Material.id)).all()
    return all(tuple(levels(session, each)) == sums(session, each) for each in ids)
