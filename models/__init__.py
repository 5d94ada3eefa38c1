"""The ground floor: what the business is. Importing it maps every table and hangs every door."""

import importlib
import pkgutil

from sqlalchemy.orm import configure_mappers

from .core.base import db

for _area in pkgutil.iter_modules(__path__, f"{__name__}."):
    importlib.import_module(_area.name)  # an area is found by its file: adding one edits no list

from .core import audit, behind, postgresql, sqlite  # noqa: E402

configure_mappers()  # the doors must hang before the first object is made

__all__ = ["audit", "behind", "db", "postgresql", "sqlite"]
