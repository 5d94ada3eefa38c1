"""The roof of the house: puts settings, models, tasks and views together and starts them."""

from __future__ import annotations

from flask import Flask
from flask_migrate import Migrate

import models
import tasks
import views
from models.core import clock, keys
from models.core.base import db

from . import logs, security
from .cli import shop
from .config import ROOT, Settings
from .rules import Shop

__all__ = ["create_app"]


def create_app(settings: Settings | None = None) -> Flask:
    """The whole shop, ready to serve, with its settings at `app.extensions["shop_settings"]`.

    Without `settings` they are read from the environment; `WrongSetting` tells which one is wrong.
    """
    settings = settings or Settings.load()
    app = Shop(
        "shop",
        root_path=str(ROOT),
        instance_path=str(settings.data_dir),
        template_folder="views/templates",
        static_folder="views/static",
    )
    app.config.update(settings.flask_config())
    app.extensions["shop_settings"] = settings

    logs.configure()
    keys.configure(settings.secret_key)
    clock.configure(settings.shop_timezone)
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"))
    security.init_app(app, settings)
    tasks.init_app(app)
    views.init_app(app)
    app.cli.add_command(shop)
    return app
