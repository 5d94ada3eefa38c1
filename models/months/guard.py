"""Nothing is booked in a closed month, through any door.

The last doors ask: the flush of a row, and every statement on a table (`deliberate=` or not). A transaction asks once
for each month it books in. Its question is FOR SHARE: on PostgreSQL that takes a ROW SHARE lock of the table, which
whoever holds a row of it (`__held_whole__`: to close or reopen a month) takes EXCLUSIVE. So a closing waits for the
facts that were first, and facts wait for a closing that was first, and then see it: each statement reads anew there.
On SQLite whoever may write is alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection, event
from sqlalchemy.orm import Mapper, ORMExecuteState, Session, SessionTransaction

from ..core.base import BOOKKEEPING, Base, session_of
from ..core.dates import full_day
from ..core.errors import RuleBroken
from ..core.labels import noun_of
from .closed import ClosedMonth, MonthStatus
from .spans import month_of, month_title, shop_day_of

Day = dt.date | dt.datetime

_KNOWN_OPEN: Final = "months_known_open"
_JUST_CLOSED: Final = "months_just_closed"


def months_open(session: Session, days: Iterable[Day]) -> dict[str, bool]:
    """Whether each month of these days takes facts, held so until the transaction ends."""
    months = sorted({month_of(day) for day in days})
    closed = _closed(session, session.connection(), months)
    return {month: month not in closed for month in months}


def refuse_closed(session: Session, model: type, days: Iterable[Day]) -> None:
    """RuleBroken when one of these days, of a row of `model`, lies in a closed month."""
    _refuse(session, session.connection(), model, set(days))


def _refuse(session: Session, connection: Connection, model: type, days: set[Any]) -> None:
    of_months = {month_of(day): shop_day_of(day) for day in days if isinstance(day, dt.date)}
    if not of_months:
        return
    closed = _closed(session, connection, sorted(of_months))
    if closed:
        month = closed[0]
        raise RuleBroken(
            f"Nothing was changed: {month_title(month)} is closed, and this {noun_of(model)} is of "
            f"{full_day(of_months[month])}. Book it in the open month with a note."
        )


def _closed(session: Session, connection: Connection, months: list[str]) -> list[str]:
    """Those of `months` that are closed. What is open is asked once in a transaction."""
    if just_closed := sorted(session.info.get(_JUST_CLOSED, set()).intersection(months)):
        return just_closed
    known: set[str] = session.info.setdefault(_KNOWN_OPEN, set())
    unknown = [month for month in months if month not in known]
    if not unknown:
        return []
    asked = sa.select(ClosedMonth.month).where(
        ClosedMonth.month.in_(unknown), ClosedMonth.status == MonthStatus.CLOSED
    )
    closed = connection.execute(asked.order_by(ClosedMonth.month).with_for_update(read=True)).scalars().all()
    known.update(set(unknown) - set(closed))
    return list(closed)


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    """Its locks went with it; those that a savepoint took go when it is rolled back."""
    if transaction.parent is None or transaction.nested:
        session.info.pop(_KNOWN_OPEN, None)
        session.info.pop(_JUST_CLOSED, None)


@event.listens_for(ClosedMonth.status, "set")
def _hear_at_once(month: ClosedMonth, value: Any, _old: Any, _initiator: Any) -> None:
    """Whoever closes a month books nothing in it afterwards, in the same transaction, whatever is flushed first."""
    session: Session | None = sa.inspect(month).session
    if session is None:
        return
    session.info.pop(_KNOWN_OPEN, None)
    just_closed: set[str] = session.info.setdefault(_JUST_CLOSED, set())
    (just_closed.add if value == MonthStatus.CLOSED else just_closed.discard)(month.month)


@event.listens_for(Base, "before_insert", propagate=True)
def _made(_mapper: Mapper[Any], connection: Connection, row: Any) -> None:
    if column := row.__booked_on__:
        day = getattr(row, column)
        _refuse(session_of(row), connection, type(row), {_default(type(row)) if day is None else day})


@event.listens_for(Base, "before_update", propagate=True)
def _changed(_mapper: Mapper[Any], connection: Connection, row: Any) -> None:
    if not row.__booked_on__:
        return
    attributes = sa.inspect(row).attrs
    if any(attributes[key].history.has_changes() for key in _counted(row.__mapper__)):
        _refuse(session_of(row), connection, type(row), _days_of(row))


@event.listens_for(Base, "before_delete", propagate=True)
def _deleted(_mapper: Mapper[Any], connection: Connection, row: Any) -> None:
    if row.__booked_on__:
        _refuse(session_of(row), connection, type(row), _days_of(row))


def _days_of(row: Any) -> set[Any]:
    """Its day now, and the one before that the database still holds."""
    history = sa.inspect(row).attrs[row.__booked_on__].load_history()
    return {*history.added, *history.unchanged, *history.deleted}


@cache
def _counted(mapper: Mapper[Any]) -> frozenset[str]:
    """The columns of a model whose change is a change of what was booked."""
    named = frozenset(mapper.class_.__booked__)
    own = {attribute.key for attribute in mapper.column_attrs}
    return named | {mapper.class_.__booked_on__} if named else frozenset(own - BOOKKEEPING)


def _default(model: Any) -> Any:
    """The day that a row without one gets: mostly today's."""
    default = model.__table__.c[model.__booked_on__].default
    return default.arg(None) if default is not None and default.is_callable else None


@event.listens_for(Session, "do_orm_execute")
def _written(statement: ORMExecuteState) -> None:
    """Statements that no flush sees. One that writes only what does not count says `unbooked=True`."""
    if not (statement.is_update or statement.is_delete or statement.is_insert):
        return
    model = _booked_model(getattr(getattr(statement.statement, "table", None), "key", None))
    if model is None or statement.execution_options.get("unbooked"):
        return
    refuse_closed(statement.session, model, set(_days_written(statement, model)))


@cache
def _booked_model(table: str | None) -> Any:
    found = (m.class_ for m in Base.registry.mappers if m.local_table.key == table)
    return next((model for model in found if getattr(model, "__booked_on__", "")), None)


def _days_written(statement: ORMExecuteState, model: Any) -> Iterator[Any]:
    """The days that a statement gives, and those of the rows that it reaches."""
    written: Any = statement.statement
    column = model.__table__.c[model.__booked_on__]
    given: Any = statement.parameters or {}
    several: list[dict[str, Any]] = [given] if isinstance(given, dict) else list(given)
    own = {} if given else written.compile().params
    for parameters in several:
        day = parameters.get(column.key) or own.get(column.key)
        if day is not None:
            yield day
        elif statement.is_insert:
            yield _default(model)
    if not statement.is_insert:
        reached = sa.select(column).distinct()
        if written.whereclause is not None:
            reached = reached.where(written.whereclause)
        for parameters in several:
            yield from statement.session.connection().execute(reached, parameters).scalars()
