"""Demo shops on databases of their own, made once: with the past of a first start, and three times a shorter one."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import create_app, demo, first_start
from app.config import Settings
from models.core import clock
from models.core.base import db
from tests.databases import PostgresDatabase, SqliteDatabase

UNTIL = dt.datetime(2026, 11, 18, 21, 0, tzinfo=dt.UTC)
"""A Wednesday afternoon in the shop."""


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def own_database(request, workshop) -> Iterator[Any]:
    """A database that no other test touches, empty at first."""
    directory = Path(tempfile.mkdtemp(prefix="demo-", dir=workshop))  # made anew for each file that asks
    kind = PostgresDatabase if request.param == "postgresql" else SqliteDatabase
    database = kind(directory)
    yield database
    if isinstance(database, PostgresDatabase):
        database.stop()


@contextmanager
def demo_shop(directory: Path, database: Any, **size: Any) -> Iterator[Flask]:
    """A shop filled with the demo as of `UNTIL`, its application context pushed; the database is emptied before."""
    database.empty()
    settings = Settings.load(
        data_dir=directory,
        database_url=database.url,
        redis_url="unix:///nowhere",
        secret_key="a secret of the tests, long enough",
        demo=True,
    )
    with clock.told_time(UNTIL):
        app = create_app(settings)
        with app.app_context():
            first_start.initialise()
        assert demo.seed(app, **size)
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()


@pytest.fixture(scope="module")
def make(tmp_path_factory, own_database) -> Callable[..., Any]:
    """Fill the database of this module with another demo."""
    return lambda **size: demo_shop(tmp_path_factory.mktemp("data"), own_database, **size)
