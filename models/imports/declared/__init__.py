"""What can be imported: each kind of file with the columns that it may fill."""

from __future__ import annotations

from typing import Final

from .catalog import MATERIALS, PRODUCTS
from .jobs import JOBS
from .people import CONTACTS, CUSTOMERS, EMPLOYEES, SUPPLIERS

KINDS: Final = {
    kind.name: kind for kind in (CUSTOMERS, CONTACTS, EMPLOYEES, SUPPLIERS, PRODUCTS, MATERIALS, JOBS)
}
"""By name, which is that of the table."""

__all__ = ["JOBS", "KINDS"]
