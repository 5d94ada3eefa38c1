"""A long import holds up no mail: it has a worker of its own. How far it is can be asked while it is written."""

from __future__ import annotations

import signal
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from models.core import audit
from models.core.audit import AuditEntry
from models.core.base import db
from models.core.sqlite import reading
from models.imports import Import, ImportStatus
from models.jobs import Job
from models.people import StaffUser
from tasks import import_files, import_progress, imports, queue
from tasks.worker import LONG_HEARTBEAT
from tests import on_sqlite

from .waiting import wait_until

MAILS = 'from tasks.worker import *; print("ready", flush=True); run_worker(queues=QUEUES)'
IMPORTS = 'from tasks.worker import *; print("ready", flush=True); run_worker(queues=LONG)'
ORDERS = 1_200


@pytest.fixture
def kept(session, cast):
    """An import of many orders that was looked at, by somebody who may import."""
    lines = "".join(f"A{number},Acme,Tee,S,5\n" for number in range(ORDERS))
    user_id = session.scalars(sa.select(StaffUser.id).where(StaffUser.username == "office")).one()
    row = Import(kind="jobs", file_name="orders.csv", actor="office", user_id=user_id)
    row.stored_as = import_files.keep_file(f"Order #,Customer,Item,Size,Qty\n{lines}".encode())
    columns = {"Order #": "number", "Customer": "customer", "Item": "item", "Size": "size", "Qty": "quantity"}
    session.add(row)
    session.flush()
    row.begin_check({"columns": columns})
    row.finish_check({"summary": "", "refused": [], "rows": ORDERS})
    row.begin_import()
    session.commit()
    return row


def status(session, import_id):
    session.expire_all()
    found = session.scalars(sa.select(Import.status).where(Import.id == import_id)).one()
    session.commit()
    return found


def jobs(session):
    count = session.scalar(sa.select(sa.func.count()).select_from(Job).where(Job.number.like("A%")))
    session.commit()
    return count


@contextmanager
def occupied(worker):
    """Keep the worker of imports from getting on: behind another import, or, on SQLite, at a halt."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.begin() as connection:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(imports.ONE_AT_A_TIME)))
            yield
    else:
        worker.send_signal(signal.SIGSTOP)
        yield
        worker.send_signal(signal.SIGCONT)


def test_mail_goes_out_while_the_worker_of_imports_is_busy(session, kept, quote, smtp, start):
    import_id = kept.id
    session.commit()
    importer = start(IMPORTS)
    start(MAILS)
    wait_until(lambda: queue.redis_client().exists(LONG_HEARTBEAT) and queue.worker_is_alive())
    with occupied(importer):
        assert imports.start(import_id)
        quote.send_quote()
        session.commit()
        wait_until(lambda: smtp.messages)
        assert status(session, import_id) == ImportStatus.IMPORTING
    wait_until(lambda: status(session, import_id) == ImportStatus.IMPORTED, 60)
    assert jobs(session) == ORDERS


def test_how_far_an_import_is_can_be_asked_before_it_is_committed(shop, session, kept, monkeypatch):
    import_id, told = kept.id, []
    session.commit()
    tell = import_progress.teller

    def listening(import_id, rows):
        def hear(done, of):
            tell(import_id, rows)(done, of)
            with shop.app_context(), reading():
                told.append(import_progress.rows_done(db.session.get(Import, import_id)))

        return hear

    monkeypatch.setattr(import_progress, "teller", listening)
    imports.work(import_id)
    assert len(told) > 1
    assert told == sorted(told)
    assert told[-1] == ORDERS


@on_sqlite
def test_without_a_worker_of_imports_it_is_done_at_once(session, kept):
    queue.redis_client().delete(LONG_HEARTBEAT)
    import_id = kept.id
    session.commit()
    assert imports.start(import_id) is False
    assert status(session, import_id) == ImportStatus.IMPORTED


@on_sqlite
def test_what_an_import_brings_is_audited_once_and_told_to_open_pages(session, kept):
    listener = queue.redis_client().pubsub()
    listener.subscribe("live")
    import_id = kept.id
    session.commit()
    imports.work(import_id)
    messages = [listener.get_message(timeout=1) for _ in range(3)]
    assert b"*" in [message["data"] for message in messages if message]
    assert audit.verify(session) == []
    subjects = sa.select(AuditEntry.subject).where(
        AuditEntry.actor == "office", AuditEntry.subject.like("job%")
    )
    entries = session.scalars(subjects).all()
    assert len(entries) == len(set(entries)) == ORDERS * 6  # job, item, size, three gates
