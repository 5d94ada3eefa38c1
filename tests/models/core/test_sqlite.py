"""SQLite's one write lock: whoever waits for it gets it, and is refused by the database when it takes too long."""

from __future__ import annotations

import os
import threading

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from models.core import sqlite
from models.core.base import db
from models.core.sqlite import reading
from tests import on_sqlite

pytestmark = on_sqlite


@pytest.fixture
def held(shop):
    """Somebody holds the write lock: call it to let go."""
    connection = db.engine.connect()
    connection.begin()
    yield connection.rollback
    connection.close()


def write():
    with db.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS written (number INTEGER)")
        connection.exec_driver_sql("INSERT INTO written VALUES (1)")


def written():
    with reading(), db.engine.connect() as connection:
        return connection.execute(sa.text("SELECT count(*) FROM written")).scalar()


def test_everybody_who_waits_for_the_lock_gets_it(shop, held):
    def in_context():
        with shop.app_context():
            write()

    threads = [threading.Thread(target=in_context) for _ in range(10)]
    for thread in threads:
        thread.start()
    held()
    for thread in threads:
        thread.join(30)
    assert written() == 10


def test_who_waits_too_long_is_refused_as_the_database_refuses(held, monkeypatch):
    monkeypatch.setattr(sqlite, "LONGEST_WAIT", 0.05)
    with pytest.raises(OperationalError, match="database is locked"):
        write()
    held()
    write()
    assert written() == 1


def test_who_only_reads_waits_for_nobody(shop, held, monkeypatch):
    monkeypatch.setattr(sqlite, "LONGEST_WAIT", 0)
    with reading(), db.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT 1")).scalar() == 1


def test_a_connection_waits_for_what_is_not_the_write_lock_as_before(shop):
    write()
    with db.engine.connect() as connection:
        assert connection.execute(sa.text("PRAGMA busy_timeout")).scalar() == 30_000


def test_a_forked_process_does_not_wait_for_a_turn_that_another_thread_held(shop, monkeypatch):
    write()
    db.engine.dispose()
    with sqlite._turn:
        child = os.fork()
        if not child:
            monkeypatch.setattr(sqlite, "LONGEST_WAIT", 5)
            os._exit(0 if sqlite._turn.acquire(timeout=0) else 1)
    assert os.waitpid(child, 0)[1] == 0
