"""What dashboards of production, customers and people read besides key figures, bounded by the period."""

from . import customers, owing, production, team
from .asking import Row, ask
from .comparing import Compared, compared_of

__all__ = ["Compared", "Row", "ask", "compared_of", "customers", "owing", "production", "team"]
