"""The ground floor: what the business is. Importing it maps every table and hangs every door."""

from sqlalchemy.orm import configure_mappers

from . import billing, catalog, customers, designs, gates, jobs, links, people, purchasing, settings
from .core import audit, sqlite
from .core.base import db

configure_mappers()  # the doors must hang before the first object is made

__all__ = [
    "audit",
    "billing",
    "catalog",
    "customers",
    "db",
    "designs",
    "gates",
    "jobs",
    "links",
    "people",
    "purchasing",
    "settings",
    "sqlite",
]
