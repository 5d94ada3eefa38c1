"""The routing that a shop begins with: domain.md's first values, in minutes. A shop changes them as it likes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..jobs import DecorationMethod
from .stages import ProductionStage, Routing

M = DecorationMethod

FIRST_ROUTINGS: Final[tuple[tuple[str, DecorationMethod | None, dict[str, str]], ...]] = (
    ("DESIGN_CREATION", None, {"setup_minutes": "60"}),
    ("DESIGN_REVISION", None, {"setup_minutes": "20"}),
    ("MATERIAL_PREP", None, {"setup_minutes": "10", "minutes_per_piece": "0.2"}),
    (
        "PRINTING",
        M.SCREEN_PRINT,
        {"setup_minutes": "10", "minutes_per_screen": "5", "pieces_per_hour": "65"},
    ),
    ("PRINTING", M.HTV, {"setup_minutes": "10", "minutes_per_piece": "3.5"}),
    ("PRINTING", M.DTF, {"setup_minutes": "10", "minutes_per_piece": "1"}),
    (
        "PRINTING",
        M.DTG,
        {"setup_minutes": "5", "minutes_per_piece": "1.5", "minutes_per_dark_piece": "3"},
    ),
    (
        "PRINTING",
        M.EMBROIDERY,
        {"setup_minutes": "15", "stitches_per_minute": "750", "minutes_per_run": "1"},
    ),
    ("QUALITY_CHECK", None, {"setup_minutes": "5", "minutes_per_piece": "0.1"}),
    ("PACKAGING", None, {"setup_minutes": "5", "minutes_per_piece": "0.25"}),
    ("SHIPPING", None, {"setup_minutes": "10"}),
)
"""Stage, method and minutes. Screen print has the rate of a manual press, 65 pieces an hour: a machine's own, such as
an automatic's 400, goes before it."""


def seed_routings(session: Session) -> None:
    """Add the first routing to a shop that has none, whose stages are seeded. Does not commit.

    All or nothing: a row that a shop took away does not come back.
    """
    session.flush()
    if session.scalar(sa.select(Routing.id).limit(1)) is not None:
        return
    stages = {stage.key: stage for stage in session.scalars(sa.select(ProductionStage))}
    for key, method, minutes in FIRST_ROUTINGS:
        values: dict[str, Any] = {name: Decimal(value) for name, value in minutes.items()}
        session.add(Routing(stage_id=stages[key].id, decoration_method=method, **values))
