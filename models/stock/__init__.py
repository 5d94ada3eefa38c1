"""Stock: an append-only ledger of quantity and value, what jobs use of it, and what is set aside for them."""

from . import backflush, counting, opening, units, using
from .ledger import hold, post, worth_of
from .movements import MovementKind, StockMovement
from .reservations import SETTING_ASIDE, reserve, reserve_for_jobs, reserved_for
from .usage import MaterialUsage

__all__ = [
    "SETTING_ASIDE",
    "MaterialUsage",
    "MovementKind",
    "StockMovement",
    "backflush",
    "counting",
    "hold",
    "opening",
    "post",
    "reserve",
    "reserve_for_jobs",
    "reserved_for",
    "units",
    "using",
    "worth_of",
]
