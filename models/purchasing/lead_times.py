"""How many days a material takes from the order to the shelf: usually, and at most."""

from __future__ import annotations

from typing import Final

from ..catalog import Material, Supplier

USUAL: Final = 5
"""Days where neither the material nor its supplier says anything."""


def usual_days(material: Material, supplier: Supplier | None = None) -> int:
    """The days that a delivery of `material` usually takes: its own, else those of `supplier` (default: its own)."""
    source = supplier or material.supplier
    told = (material.lead_days, source.lead_days if source else None)
    return max(0, next((days for days in told if days is not None), USUAL))


def most_days(material: Material, supplier: Supplier | None = None) -> int:
    """The most days that it takes: the material's, else the supplier's, and never fewer than the usual ones."""
    source = supplier or material.supplier
    told = (material.max_lead_days, source.max_lead_days if source else None)
    usual = usual_days(material, supplier)
    return max(usual, next((days for days in told if days is not None), usual))
