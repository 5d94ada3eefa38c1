"""A PostgreSQL that freezes keeps nobody waiting without an end."""

from __future__ import annotations

import contextlib
import os
import signal

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from models.core import postgresql

NUMBER = sa.text("SELECT pg_backend_pid()")


@pytest.fixture
def engine(installations):
    """An engine of the shop's, on the real server."""
    engine = sa.create_engine(installations("postgresql").database.url, pool_size=1)
    yield engine
    engine.dispose()


@contextlib.contextmanager
def frozen(number):
    """The server's process `number` stands still."""
    os.kill(number, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(number, signal.SIGCONT)


def test_a_silent_server_is_given_up(engine, monkeypatch):
    monkeypatch.setattr(postgresql, "LONGEST_SILENCE", 0.3)
    silence = pytest.raises(OperationalError, match="no answer")
    with engine.connect() as connection, frozen(connection.scalar(NUMBER)), silence:
        connection.scalar(NUMBER)


def test_after_a_silence_the_next_one_gets_a_new_connection(engine, monkeypatch):
    with engine.connect() as connection:
        first = connection.scalar(NUMBER)
        monkeypatch.setattr(postgresql, "LONGEST_SILENCE", 0.3)
        with frozen(first), pytest.raises(OperationalError):
            connection.scalar(NUMBER)
    monkeypatch.undo()
    with engine.connect() as connection:
        assert connection.scalar(NUMBER) != first


def test_a_slow_answer_is_waited_for(engine):
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT 1 FROM pg_sleep(0.5)")) == 1


def test_long_work_says_so_and_is_waited_for(engine, monkeypatch):
    monkeypatch.setattr(postgresql, "LONGEST_SILENCE", 0.1)
    with engine.connect() as connection, postgresql.patience():
        assert connection.scalar(sa.text("SELECT 1 FROM pg_sleep(0.4)")) == 1
