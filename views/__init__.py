"""The windows of the house: HTTP in, HTML or JSON out.

Every module here is a room: importing it declares its screens, and if it has `init_app(app)` that is called. Adding a
room edits no list.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType
from typing import Any, Final

from flask import Flask

from models.core.base import db

from .core import delivery, errors
from .core.access import visit
from .core.access.login import refuse_weak
from .core.access.person import is_granted
from .core.access.security import ExactSecurityManager
from .core.fab import PlainMenu, spare_each_flush
from .core.frame import assets
from .core.frame import look as shop_look
from .core.frame.navigation import areas, sidebar
from .core.frame.trail import HOME, Step, row_step, trail, window_title
from .core.pages.cells import drawn
from .core.pages.home import HomeView
from .core.raw import tables as raw_tables
from .core.rest.openapi import OpenApi
from .core.rest.resource import resource_for
from .core.screen import SCREENS
from .core.shown import shown

CATEGORIES = ("Sales", "Production", "Stock", "Money", "Insight", "People", "System")
"""The menu, in this order."""

_FAB: Final = {
    "FAB_ADD_OPENAPI_VIEWS": False,  # ours is written from the declarations
    "FAB_PASSWORD_COMPLEXITY_ENABLED": True,
    "FAB_PASSWORD_COMPLEXITY_VALIDATOR": refuse_weak,
}


def init_app(app: Flask) -> None:
    """Open the windows: delivery, sessions and safety of every request, error pages, screens, REST, other rooms."""
    spare_each_flush()
    delivery.init_app(app)
    visit.init_app(app)
    errors.init_app(app)
    app.context_processor(lambda: {"granted": is_granted})
    assets.init_app(app)
    shop_look.init_app(app)
    app.jinja_env.globals |= {"areas": areas, "sidebar": sidebar}
    app.jinja_env.globals |= {
        "trail": trail,
        "row_step": row_step,
        "window_title": window_title,
        "HOME": HOME,
        "Step": Step,
    }
    app.jinja_env.filters["drawn"] = drawn
    app.jinja_env.globals["shown"] = shown  # for the widgets too, which the library draws without a context
    with app.app_context():
        rooms = [importlib.import_module(f"{__name__}.{room.name}") for room in _rooms()]
        _open_screens(app)
        raw_tables.init_app(app)
        for room in rooms:
            _open(room, app)
    delivery.take_over_files(app)


def _rooms() -> list[Any]:
    return [module for module in pkgutil.iter_modules(__path__) if module.name != "core"]


def _open(room: ModuleType, app: Flask) -> None:
    if hasattr(room, "init_app"):
        room.init_app(app)


def _open_screens(app: Flask) -> None:
    appbuilder = shop_look.ShopBuilder(
        indexview=HomeView,
        menu=PlainMenu(),
        base_template="layout.html",
        security_manager_class=ExactSecurityManager,
        update_perms=False,
    )
    app.config |= _FAB
    appbuilder.init_app(app, db.session)
    for screen in sorted(SCREENS, key=lambda each: not each.leads):
        appbuilder.add_view(screen, screen.title, category=screen.category)
        appbuilder.add_api(resource_for(screen))
    appbuilder.add_api(OpenApi)
    order = {name: place for place, name in enumerate(CATEGORIES)}
    appbuilder.menu.menu.sort(key=lambda item: order.get(item.name, len(order)))
