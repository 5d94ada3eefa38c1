"""What the tests under fire may ask for: the test's own shop in processes of its own."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from models.core.base import db
from tests.app.running_shop import running_shop
from tests.views.conftest import program_as

__all__ = ["in_processes", "program_as", "say"]


@pytest.fixture
def in_processes(shop, tmp_path):
    """Run the shop in processes of its own on the test's database, so that the test can look into it."""

    @contextmanager
    def run(**given):
        db.session.remove()
        mine = {
            "DATABASE_URL": shop.config["SQLALCHEMY_DATABASE_URI"].replace(
                "postgresql+psycopg", "postgresql"
            ),
            "SECRET_KEY": shop.extensions["shop_settings"].secret_key,
        }
        with running_shop(tmp_path / "data", **mine | given) as running:
            yield running
            db.session.remove()

    return run


@pytest.fixture
def say(capsys):
    """Print a line of figures."""

    def line(text):
        with capsys.disabled():
            print(f"\n{text}", flush=True)  # noqa: T201

    return line
