"""Copying a whole database out and in: SQLite by its online backup, PostgreSQL by its own tools."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url

from .config import Settings


class DatabaseRefused(Exception):
    """A database could not be copied; the text is one sentence saying why."""


def kind(settings: Settings) -> str:
    """`sqlite` or `postgresql`."""
    return "sqlite" if settings.uses_sqlite else "postgresql"


def dump(settings: Settings, copy: Path) -> None:
    """Write the database as of one moment to `copy`, while the shop goes on working."""
    if settings.uses_sqlite:
        _copy_sqlite(_sqlite_path(settings), copy)
    else:
        _run_tool(settings, "pg_dump", "--format=custom", f"--file={copy}")


def load(settings: Settings, copy: Path) -> None:
    """Replace the database by `copy`; the shop must not be running."""
    if settings.uses_sqlite:
        _copy_sqlite(copy, _sqlite_path(settings))
    else:
        database = make_url(settings.database_url).database or ""
        options = ("--clean", "--if-exists", "--no-owner", "--single-transaction", f"--dbname={database}")
        _run_tool(settings, "pg_restore", *options, str(copy))


def _sqlite_path(settings: Settings) -> Path:
    return settings.data_dir / Path(make_url(settings.database_url).database or "")


def _copy_sqlite(source: Path, destination: Path) -> None:
    with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as taken:
        if taken.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise DatabaseRefused(f"The database {source} is damaged.")
        with closing(sqlite3.connect(destination)) as written:
            taken.backup(written)


def _run_tool(settings: Settings, tool: str, *options: str) -> None:
    """Run one of PostgreSQL's tools; the password goes by the environment, where nobody else sees it."""
    try:
        ran = subprocess.run(
            [tool, *options],
            env=os.environ | _connection(settings),
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        raise DatabaseRefused(f"{tool} is not installed (on Debian: postgresql-client).") from None
    if ran.returncode != 0:
        raise DatabaseRefused(f"{tool} failed: {' '.join(ran.stderr.split())[:300]}")


def _connection(settings: Settings) -> dict[str, str]:
    url = make_url(settings.database_url)
    host: Any = url.host or url.query.get("host")
    named = {
        "PGHOST": host,
        "PGPORT": url.port or url.query.get("port"),
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
        "PGSSLMODE": url.query.get("sslmode"),
    }
    return {name: str(value) for name, value in named.items() if value}
