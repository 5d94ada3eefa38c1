"""The life of a purchase order (domain.md, "Other lives")."""

from __future__ import annotations

import enum
from typing import Final


class PurchaseOrderStatus(enum.StrEnum):
    """Where a purchase order stands."""

    DRAFT = "DRAFT"
    SENT = "SENT"
    PARTIALLY_RECEIVED = "PARTIALLY_RECEIVED"
    RECEIVED = "RECEIVED"
    CANCELLED = "CANCELLED"


def why_it_stands(number: str) -> str:
    """Why a sent order keeps its supplier and its lines."""
    return f"{number} went to its supplier and stands as it is. Cancel it or close it short, and order the rest anew."


OPEN: Final = frozenset({PurchaseOrderStatus.SENT, PurchaseOrderStatus.PARTIALLY_RECEIVED})
"""The supplier has it, and something of it is still to come."""
