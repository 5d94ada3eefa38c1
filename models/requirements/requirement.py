"""What a product is made with: materials for each decoration method, by the piece or by a calculator."""

from __future__ import annotations

import enum
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..catalog import Material, Product
from ..core.base import Versioned
from ..core.labels import choice_label
from ..core.types import Choice, Exact, Prose, Quantity
from ..jobs import DecorationMethod
from .mesh import MeshCount


class Calculator(enum.StrEnum):
    """What replaces `quantity_per × pieces` (domain.md, “Materials”)."""

    HTV_NESTING = "HTV_NESTING"
    SCREEN_INK = "SCREEN_INK"
    DTF_FILM = "DTF_FILM"
    DTF_INK = "DTF_INK"
    DTF_POWDER = "DTF_POWDER"
    DTG_INK = "DTG_INK"
    DTG_PRETREAT = "DTG_PRETREAT"
    TOP_THREAD = "TOP_THREAD"
    BOBBIN_THREAD = "BOBBIN_THREAD"
    BACKING = "BACKING"


UNIT_OF: Final[dict[Calculator, str]] = {
    Calculator.HTV_NESTING: "in",
    Calculator.SCREEN_INK: "g",
    Calculator.DTF_FILM: "in",
    Calculator.DTF_INK: "ml",
    Calculator.DTF_POWDER: "g",
    Calculator.DTG_INK: "ml",
    Calculator.DTG_PRETREAT: "g",
    Calculator.TOP_THREAD: "m",
    Calculator.BOBBIN_THREAD: "m",
}
"""What each calculator counts in; backing counts in the unit of its row."""

_C = Calculator
METHOD_OF: Final[dict[Calculator, frozenset[DecorationMethod]]] = {
    _C.HTV_NESTING: frozenset({DecorationMethod.HTV}),
    _C.SCREEN_INK: frozenset({DecorationMethod.SCREEN_PRINT}),
    **dict.fromkeys((_C.DTF_FILM, _C.DTF_INK, _C.DTF_POWDER), frozenset({DecorationMethod.DTF})),
    **dict.fromkeys((_C.DTG_INK, _C.DTG_PRETREAT), frozenset({DecorationMethod.DTG})),
    **dict.fromkeys((_C.TOP_THREAD, _C.BOBBIN_THREAD, _C.BACKING), frozenset({DecorationMethod.EMBROIDERY})),
}
"""The methods that each calculator is for."""


class Garments(enum.StrEnum):
    """On which garments a material is used."""

    EVERY = "EVERY"
    LIGHT = "LIGHT"
    DARK = "DARK"


def _above_zero(unit: str) -> dict[str, object]:
    return {"unit": unit, "minimum": 0}


class MaterialRequirement(Versioned):
    """That a product, decorated by a method, takes a material: so much a piece, or as a calculator says."""

    __tablename__ = "material_requirements"
    __table_args__ = (
        sa.UniqueConstraint(
            "product_id",
            "material_id",
            "decoration_method",
            name="uq_material_requirements_product_material_method",  # by rule it would be too long for PostgreSQL
        ),
    )
    __sections__ = {
        "Of what": ("product", "decoration_method", "material", "garments", "is_active"),
        "How much": ("calculator", "quantity_per", "setup_amount", "unit"),
        "Vinyl and film": ("gap",),
        "Ink and powder": ("layers", "coverage", "mesh", "left_per_screen", "amount_per_area"),
        "Direct to garment": ("amount_light", "amount_dark"),
        "Embroidery": ("thread_per_1000",),
        "Notes": ("notes",),
    }

    product_id: Mapped[str] = mapped_column(ForeignKey("products.id"), index=True)
    material_id: Mapped[str] = mapped_column(ForeignKey("materials.id"), index=True)
    decoration_method: Mapped[DecorationMethod] = mapped_column(Choice(DecorationMethod))
    garments: Mapped[Garments] = mapped_column(
        Choice(Garments),
        default=Garments.EVERY,
        doc="A white underbase and pretreatment are for dark ones only.",
    )
    calculator: Mapped[Calculator | None] = mapped_column(
        Choice(Calculator), doc="Replaces the quantity a piece. Empty: so much a piece."
    )
    quantity_per: Mapped[Decimal] = mapped_column(
        Quantity(), default=Decimal(0), info={"minimum": 0}, doc="For one piece, in the unit below."
    )
    unit: Mapped[str] = mapped_column(
        String(20),
        default="piece",
        doc="Of the two quantities here; it measures what the material's unit does.",
    )
    setup_amount: Mapped[Decimal] = mapped_column(
        Quantity(), default=Decimal(0), info={"minimum": 0}, doc="Each time, whatever the pieces."
    )
    gap: Mapped[Decimal | None] = mapped_column(
        Exact(7, 3), info=_above_zero("in"), doc="Between prints on the roll. Empty: 0.25 in."
    )
    layers: Mapped[int | None] = mapped_column(
        info={"minimum": 1},
        doc="How many of a print's colours this material is. Empty: all of them, and one where none are told of vinyl.",
    )
    coverage: Mapped[Decimal | None] = mapped_column(
        Exact(5, 2),
        info={"unit": "%", "minimum": 0, "maximum": 100},
        doc="The part of the print that is covered. Empty: 40 % for screen ink, 100 % for film.",
    )
    mesh_id: Mapped[str | None] = mapped_column(ForeignKey("mesh_counts.id"), index=True)
    left_per_screen: Mapped[Decimal | None] = mapped_column(
        Exact(9, 3), info=_above_zero("g"), doc="Ink that stays in each screen. Empty: none."
    )
    amount_per_area: Mapped[Decimal | None] = mapped_column(
        Exact(12, 6),
        info=_above_zero("per cm²"),
        doc="For film: ml of ink or g of powder on a cm². Empty: 0.0025 ml, 0.005 g.",
    )
    amount_light: Mapped[Decimal | None] = mapped_column(
        Exact(9, 3),
        doc="A print on a light garment. Empty: 1.0 ml of ink, no pretreatment.",
        info={"minimum": 0},
    )
    amount_dark: Mapped[Decimal | None] = mapped_column(
        Exact(9, 3),
        doc="A print on a dark garment. Empty: 4.0 ml of ink, 20 g of pretreatment.",
        info={"minimum": 0},
    )
    thread_per_1000: Mapped[Decimal | None] = mapped_column(
        Exact(9, 3), info=_above_zero("m"), doc="For 1,000 stitches. Empty: 5 m on top, 3 m of bobbin."
    )
    is_active: Mapped[bool] = mapped_column(default=True)
    notes: Mapped[str | None] = mapped_column(Prose())

    product: Mapped[Product] = relationship()
    material: Mapped[Material] = relationship()
    mesh: Mapped[MeshCount | None] = relationship()

    def __str__(self) -> str:
        return f"{self.material}, {choice_label(self.decoration_method)}"
