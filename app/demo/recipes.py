"""What the wares of the demo are made with besides their garments."""

from __future__ import annotations

from typing import Any, NamedTuple

import sqlalchemy as sa

from models.catalog import Material, Product
from models.jobs import DecorationMethod
from models.requirements import Calculator, Garments, MaterialRequirement, MeshCount

from .catalog import WARES
from .registry import opening
from .simulation import Simulation

M = DecorationMethod
C = Calculator
MESH = "39/100-55"


class Part(NamedTuple):
    """A material that a method takes: its article number, the calculator, its unit, and what else is said of it."""

    sku: str
    calculator: Calculator
    unit: str
    values: dict[str, Any]


RECIPES: dict[DecorationMethod, tuple[Part, ...]] = {
    M.SCREEN_PRINT: (
        Part("INK-BLK", C.SCREEN_INK, "g", {"coverage": "25", "left_per_screen": "25"}),
        Part(
            "INK-WHT",
            C.SCREEN_INK,
            "g",
            {"coverage": "40", "left_per_screen": "25", "layers": 1, "garments": Garments.DARK},
        ),
    ),
    M.HTV: (Part("VINYL-WHT", C.HTV_NESTING, "in", {"gap": "0.25", "setup_amount": "6"}),),
    M.DTF: (
        Part("DTF-FILM", C.DTF_FILM, "in", {"gap": "0.25", "setup_amount": "12"}),
        Part("DTF-INK", C.DTF_INK, "ml", {"coverage": "60"}),
        Part("DTF-POWDER", C.DTF_POWDER, "g", {"coverage": "60"}),
    ),
    M.DTG: (
        Part("DTG-INK", C.DTG_INK, "ml", {}),
        Part("DTG-PRETREAT", C.DTG_PRETREAT, "g", {"garments": Garments.DARK}),
    ),
    M.EMBROIDERY: (
        Part("THREAD-GLD", C.TOP_THREAD, "m", {}),
        Part("THREAD-BOB", C.BOBBIN_THREAD, "m", {}),
        Part("BACKING-CUT", C.BACKING, "piece", {"quantity_per": "1"}),
    ),
}
"""What each method takes."""


@opening(21)
def say_what_wares_are_made_with(shop: Simulation) -> None:
    """Add the requirements of every ware."""
    session = shop.session
    products = {each.sku: each for each in session.scalars(sa.select(Product))}
    materials = {each.sku: each for each in session.scalars(sa.select(Material))}
    mesh = session.scalars(sa.select(MeshCount).where(MeshCount.name == MESH)).one()
    with shop.by("manager"):
        for sku, ware in WARES.items():
            for part in RECIPES[ware.method]:
                session.add(
                    MaterialRequirement(
                        product=products[sku],
                        material=materials[part.sku],
                        decoration_method=ware.method,
                        calculator=part.calculator,
                        unit=part.unit,
                        mesh=mesh if part.calculator is C.SCREEN_INK else None,
                        **part.values,
                    )
                )
