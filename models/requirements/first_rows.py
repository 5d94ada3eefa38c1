"""What a shop begins with: 3 % spoilage of every method, and some meshes. A shop changes them as it likes."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..jobs import DecorationMethod
from .mesh import MeshCount
from .spoilage import FIRST_SPOILAGE, SpoilageRate

MESHES: Final = (
    ("32/83-100", "32", "100", None),
    ("39/100-55", "39", "55", None),
    ("90/225-40", "90", "40", "25"),
    ("90/225-48", "90", "48", "24"),
    ("90/225-54", "90", "54", "23"),
)
"""Name, threads a cm, their diameter in µm, and the data sheet's ink volume in cm³/m² (nt-jp.com, “Screen
Specifications”, for the three of 90/225); of the coarse ones it is reckoned."""


def seed_meshes(session: Session) -> None:
    """Add the first meshes to a shop that has none. Does not commit."""
    session.flush()
    if session.scalar(sa.select(MeshCount.id).limit(1)) is not None:
        return
    for name, threads, diameter, volume in MESHES:
        session.add(
            MeshCount(
                name=name,
                threads_per_cm=Decimal(threads),
                thread_diameter=Decimal(diameter),
                ink_volume=Decimal(volume) if volume else None,
            )
        )


def seed_spoilage(session: Session) -> None:
    """Add the spoilage of the methods that have none. Does not commit."""
    known = set(session.scalars(sa.select(SpoilageRate.decoration_method)))
    session.add_all(
        SpoilageRate(decoration_method=method, percent=FIRST_SPOILAGE)
        for method in DecorationMethod
        if method not in known
    )
