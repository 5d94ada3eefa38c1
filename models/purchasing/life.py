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


OPEN: Final = frozenset({PurchaseOrderStatus.SENT, PurchaseOrderStatus.PARTIALLY_RECEIVED})
"""The supplier has it, and something of it is still to come."""
