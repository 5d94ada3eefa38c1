"""`python -m app.drift`: do the migrations make exactly the tables of the models? Asked of a temporary database."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

from flask_migrate import check, upgrade

from . import create_app
from .config import ROOT, Settings


def main() -> None:
    """Migrate an empty SQLite database and compare; ends with status 1, naming each difference."""
    with tempfile.TemporaryDirectory() as directory:
        database = f"sqlite:///{Path(directory) / 'shop.db'}"
        settings = Settings.load(data_dir=Path(directory), database_url=database, host="127.0.0.1", demo=True)
        app = create_app(settings)
        logging.getLogger("alembic").setLevel(logging.ERROR)
        with app.app_context():
            upgrade(directory=str(ROOT / "migrations"))
            check(directory=str(ROOT / "migrations"))


if __name__ == "__main__":
    main()
