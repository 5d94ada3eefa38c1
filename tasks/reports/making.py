"""Making reports: read, set, stored, and then kept in one transaction with the mails that bring them.

Nothing is lost by being interrupted or done twice: files that no row names cost space and nothing else, and a report
that somebody else has kept meanwhile stays theirs.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import time
from typing import Any, Final

from sqlalchemy.orm import Session

from models import metrics, profit
from models.core.base import db, lock, new_id
from models.core.events import on_bell
from models.core.sqlite import reading
from models.reports import BELL, REPORTS, Report, lay_out_due, lay_out_subscriptions, waiting

from .. import queue
from ..running import stopping
from ..storage import storage
from .paper import paper_of
from .telling import tell_subscribers
from .workbook import XLSX, workbook_of

PDF: Final = "application/pdf"

PATIENCE: Final = dt.timedelta(minutes=2)
"""What the worker has not made by then, the clock makes."""

_SECONDS: Final = 300
_AT_ONCE: Final = 20.0
"""Seconds that the clock gives to reports at a time: it has more to do."""

_log = logging.getLogger(__name__)


def make_reports(session: Session) -> None:
    """For the clock: note what is due, and make what no worker makes."""
    lay_out_subscriptions(session)
    lay_out_due(session)
    session.commit()
    patience = PATIENCE if queue.worker_is_alive() else dt.timedelta()
    make_waiting(session, for_at_least=patience, seconds=_AT_ONCE)


@on_bell(BELL)
def _hear_of_reports(_rung: list[tuple[Any, ...]]) -> None:
    queue.enqueue_soon(make_job, seconds=_SECONDS)


def make_job() -> None:
    """For the worker: make what is to be made."""
    make_waiting(db.session(), seconds=_SECONDS / 2)


def make_waiting(session: Session, *, for_at_least: dt.timedelta = dt.timedelta(), seconds: float) -> None:
    """Make the reports that wait, each by itself, for so many `seconds`: one that fails stops no other."""
    end = time.monotonic() + seconds
    ids = waiting(session, for_at_least=for_at_least)
    session.commit()
    for report_id in ids:
        if stopping.is_set() or time.monotonic() > end:
            return
        make(session, report_id)


def make(session: Session, report_id: str) -> None:
    """Make one report and queue its mails, committed; nothing when that was done. A failure is noted and logged."""
    try:
        _make(session, report_id)
    except Exception as error:
        session.rollback()
        _log.exception("The report %s was not made; it is tried again.", report_id)
        _note(session, report_id, error)


def _make(session: Session, report_id: str) -> None:
    _bring_up_to_date(session)
    with reading():
        report = session.get(Report, report_id)
        if report is None or report.is_made:
            session.rollback()
            return
        contents = REPORTS[report.kind].read(session, report.of)
        press, workbook = paper_of(report, contents), workbook_of(report, contents)
        session.rollback()
    stored = {"pdf": _stored(press(), PDF), "xlsx": _stored(workbook, XLSX)}
    _keep(session, report_id, contents.summary, stored)


def _keep(session: Session, report_id: str, summary: str, stored: dict[str, dict[str, Any]]) -> None:
    report = session.get_one(Report, report_id)
    lock(report)
    if report.is_made:
        session.rollback()
        for each in stored.values():
            storage().delete(each["url"])
        return
    files = {f"{kind}_{name}": value for kind, each in stored.items() for name, value in each.items()}
    report.keep(summary=summary[:1000], **files)
    if report.is_mailed:
        tell_subscribers(session, report)
    session.commit()


def _stored(content: bytes, mime_type: str) -> dict[str, Any]:
    key = f"reports/{new_id()}"
    storage().write(key, content, mime_type)
    return {"url": key, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _bring_up_to_date(session: Session) -> None:
    """Sum what the margins and the key figures do not know yet, a transaction for each portion."""
    session.rollback()
    for is_stale, refresh in ((profit.is_stale, profit.refresh), (metrics.is_stale, metrics.refresh)):
        while is_stale(session) and not stopping.is_set():
            refresh(session)
            session.commit()
        session.commit()


def _note(session: Session, report_id: str, error: Exception) -> None:
    """That it failed, and why; one that fails again and again is an alert (`models.alerts.program`)."""
    report = session.get(Report, report_id)
    if report is None or report.is_made:
        session.rollback()
        return
    report.fail(f"{type(error).__name__}: {error}"[:1000])
    session.commit()
