"""Importing a file: first what it would bring, then all of it or nothing. A request starts it, a worker does it."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from models.core.actor import Actor, current_actor
from models.core.base import db
from models.core.errors import InvalidValue, RuleBroken
from models.core.sqlite import reading
from models.imports import (
    KINDS,
    Import,
    ImportStatus,
    Kind,
    Mapping,
    NotATable,
    Plan,
    Progress,
    Table,
    carry_out,
    faults,
    plan_import,
    report_of,
)
from models.people import StaffUser

from . import import_progress, queue
from .import_files import table_of
from .running import at_work

_JOB_SECONDS: Final = 900
_log = logging.getLogger(__name__)


class ImportRefused(Exception):
    """Nothing was imported; the text is a sentence. `plan` tells of refused rows, if it came so far."""

    def __init__(self, sentence: str, plan: Plan | None = None) -> None:
        super().__init__(sentence)
        self.plan = plan


def planned(
    session: Session, kind: Kind, table: Table, mapping: Mapping, roles: frozenset[str] | None
) -> Plan:
    """The plan of an import by somebody with `roles` (None: the system); ImportRefused when the mapping is at fault."""
    wrong = faults(kind, mapping, table.headers, kind.offered(roles))
    if wrong:
        raise ImportRefused(" ".join(wrong))
    return plan_import(session, kind, table, mapping)


def write(
    session: Session,
    kind: Kind,
    table: Table,
    mapping: Mapping,
    roles: frozenset[str] | None,
    progress: Progress,
) -> Plan:
    """Plan and carry out in one transaction, which is left open; ImportRefused, rolled back, when a row is refused."""
    try:
        _one_after_another(session)
        plan = planned(session, kind, table, mapping, roles)
        if plan.refused and not mapping.leaves_out_refused:
            raise ImportRefused(f"Nothing was imported: {len(plan.refused):,} row(s) are refused.", plan)
        carry_out(session, plan, progress)
    except (InvalidValue, RuleBroken) as refusal:
        session.rollback()
        raise ImportRefused(f"Nothing was imported: {refusal}") from refusal
    except Exception:
        session.rollback()
        raise
    return plan


def _one_after_another(session: Session) -> None:
    """Wait for other imports, which may bring the very rows that this one would make. SQLite has one writer anyway."""
    if db.engine.dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(ONE_AT_A_TIME)))


ONE_AT_A_TIME: Final = 687_001
"""The number by which PostgreSQL knows the lock of imports."""


@contextmanager
def collecting_later() -> Iterator[None]:
    """Leave Python's garbage in cycles inside the block: looking for it among all rows of a file costs a quarter."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def start(import_id: str) -> bool:
    """Have the worker do what was begun, or do it here when no worker can; True when it waits for the worker.

    Commit before, and let the session rest: on SQLite whoever works here needs the only write lock.
    """
    if queue.enqueue_long(work, import_id, seconds=_JOB_SECONDS):
        return True
    work(import_id)
    return False


def work(import_id: str) -> None:
    """Do what the import `import_id` has begun, as the one who sent it; safe to run twice."""
    with at_work(_sender(import_id)), collecting_later():
        session = db.session()
        kept = session.get(Import, import_id)
        if kept is None or kept.status not in _DEEDS:
            return
        try:
            _DEEDS[kept.status](session, kept)
        except (NotATable, ImportRefused, RuleBroken, InvalidValue) as refusal:
            _fail(session, import_id, str(refusal))
        except Exception:
            _log.exception("The import %s failed.", import_id)
            _fail(
                session,
                import_id,
                "Nothing was imported: the program made a mistake, which is on record. Try again.",
            )


def _sender(import_id: str) -> Actor:
    with at_work(Actor("system", "System")), reading():
        kept = db.session.get(Import, import_id)
        user = db.session.get(StaffUser, kept.user_id) if kept and kept.user_id is not None else None
        if user is None or not user.is_active:
            return Actor("visitor", "Visitor")
        return Actor("staff", user.username, str(user.id), frozenset(role.name for role in user.roles))


def _check(session: Session, kept: Import) -> None:
    """Plan while only reading, so that nobody waits; then keep what was found."""
    kind, mapping, roles = KINDS[kept.kind], Mapping.model_validate(kept.mapping), _roles()
    import_id = kept.id
    table = table_of(kept)
    session.rollback()
    with reading():
        plan = planned(session, kind, table, mapping, roles)
        report = report_of(session, plan, table, imported=False)
        session.rollback()
    session.get_one(Import, import_id).finish_check(report)
    session.commit()


def _import(session: Session, kept: Import) -> None:
    kind, mapping, import_id = KINDS[kept.kind], Mapping.model_validate(kept.mapping), kept.id
    table = table_of(kept)
    session.rollback()
    import_progress.forget(import_id)
    plan = write(session, kind, table, mapping, _roles(), import_progress.teller(import_id, len(table.rows)))
    kept = session.get_one(Import, import_id)
    kept.finish_import(report_of(session, plan, table, imported=True))
    session.commit()


_DEEDS: Final[dict[Any, Callable[[Session, Import], None]]] = {
    ImportStatus.CHECKING: _check,
    ImportStatus.IMPORTING: _import,
}


def _roles() -> frozenset[str]:
    return current_actor().roles


def _fail(session: Session, import_id: str, sentence: str) -> None:
    try:
        session.rollback()
        kept = session.get(Import, import_id)
        if kept is not None and kept.status in _DEEDS:
            kept.fail(sentence)
            session.commit()
    except SQLAlchemyError:
        _log.exception("The import %s failed, and the database does not take that it did.", import_id)
