"""What the shop buys: purchase orders and their life, what arrived of them, what to order next, and how the blanks
gates of jobs follow.
"""

from . import following, standing
from .life import OPEN, PurchaseOrderStatus
from .lines import PurchaseOrderLine
from .orders import PurchaseOrder
from .receipts import PurchaseReceipt

__all__ = ["OPEN", "PurchaseOrder", "PurchaseOrderLine", "PurchaseOrderStatus", "PurchaseReceipt"]
