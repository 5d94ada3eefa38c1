"""The ground floor: the database handle, opaque ids, and what every table shares."""

from __future__ import annotations

import datetime as dt
import functools
import secrets
import threading
from collections.abc import Collection, Mapping
from typing import Any, ClassVar, TypeVar, cast

import sqlalchemy as sa
from flask_appbuilder import Model as FabModel
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column, object_session
from sqlalchemy.orm.exc import ObjectDeletedError
from ulid import base32

from . import clock
from .types import UtcDateTime

# Set before Flask-AppBuilder's own tables are imported, so that they are named in the same way.
FabModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

db = SQLAlchemy(model_class=FabModel)

HELD = "held_rows"
"""Where a session notes the rows that its transaction holds: table and id (`core/behind.py`)."""

READ_HELD = "held_rows_read"
"""Where it notes those of them that it has read since: nobody else changes them before it ends."""

BOOKKEEPING = frozenset({"id", "created_at", "updated_at", "version"})
"""The columns that the classes below keep by themselves: nobody writes them."""

_id_lock = threading.Lock()
_last_ids = {False: 0, True: 0}
"""The last id given out by the wall's clock and, apart from it, by a told time."""


def new_id() -> str:
    """A new opaque id: 26 characters (ULID), ordered by time, and within this process by the order of asking.

    While the time is told (`clock.told_time`) the id is of that time, so that rows of a simulated past are ordered as
    they came about. Where the told time goes back, its ids go back with it.
    """
    moment, told = int(clock.now().timestamp() * 1000), clock.is_told()
    with _id_lock:
        last = _last_ids[told]
        last_moment = last >> _RANDOM_BITS
        follows = moment == last_moment or (moment < last_moment and not told)
        number = last + 1 if follows else moment << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
        _last_ids[told] = number
    return "".join([_PAIRS[number >> shift & 1023] for shift in _SHIFTS])


_RANDOM_BITS = 80
_PAIRS = [first + second for first in base32.ENCODE for second in base32.ENCODE]
"""Crockford's letters two at a time: an import makes a hundred thousand ids."""
_SHIFTS = range(120, -1, -10)


class Base(FabModel):
    """A row of the shop: an opaque id and the moments it was made and last written."""

    __abstract__ = True
    __audited__: ClassVar[bool] = False
    """Whether every change is written to the audit trail."""
    __live__: ClassVar[bool] = False
    """Whether open pages are told when a row changes."""
    __portal__: ClassVar[str] = ""
    """How a row leads to the customer whose open pages are told of it: `customer_id`, or over relations, as
    `job.customer_id`. Empty: no page of a customer shows it."""
    __sections__: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """The sections of its forms: title to columns, a relation for its key. What is named in none joins the first."""

    __behind__: ClassVar[str] = ""
    """The many-to-one whose row is held before a row of this model, so that all who hold both do so in one order.
    Its key is given once, or empty."""
    __held_whole__: ClassVar[bool] = False
    """Whether whoever holds a row keeps out everybody who reads the table FOR SHARE (`models.months.guard`)."""
    __booked_on__: ClassVar[str] = ""
    """The column, a day or a moment, of the month in whose books a row stands: closed, it keeps out changes. Without a
    day a row stands in no books, such as a draft."""
    __booked__: ClassVar[Collection[str]] = ()
    """The columns that count there; all but the bookkeeping ones when it names none."""

    id: Mapped[str] = mapped_column(sa.String(26), primary_key=True, default=new_id)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=clock.now)
    updated_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=clock.now, onupdate=clock.now)

    def why_not_edited(self) -> str:
        """Why no form changes the row as it stands, whoever asks; empty when one may. Pages offer no such form."""
        return ""

    def why_not_deleted(self) -> str:
        """Why the row is not deleted as it stands, whoever asks; empty when it may be."""
        return self.why_not_edited()

    def why_no_more(self, table: str) -> str:
        """Why no row of `table` is added to this one as it stands, whoever asks; empty when one may be."""
        return ""


Row = TypeVar("Row", bound=Base)


class Versioned(Base):
    """A row that people edit: audited, and a write from a stale reading raises StaleDataError."""

    __abstract__ = True
    __audited__ = True

    version: Mapped[int] = mapped_column(sa.Integer, default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        return {"version_id_col": cls.version}


def session_of(row: Any) -> Session:
    """The session that `row` lives in; RuntimeError when it lives in none."""
    session = object_session(row)
    if session is None:
        raise RuntimeError(f"{row!r} is in no session.")
    return session


def lock(row: Any) -> None:
    """Hold `row`, after the one that it stands behind, until the transaction ends and read its columns anew.

    Pending changes are flushed first. A row that was never flushed needs no lock; one that this transaction has held
    and read before is as it was read. On PostgreSQL this is FOR NO KEY UPDATE, which does not deadlock with the
    foreign-key locks of rows that refer to it; on SQLite the transaction already holds the only write lock.
    ObjectDeletedError when somebody deleted it meanwhile.
    """
    state = sa.inspect(row)
    if not state.persistent:
        return
    session = session_of(row)
    session.flush()
    before = getattr(row, row.__behind__) if row.__behind__ else None
    if before is not None:
        lock(before)
    columns = [attribute.key for attribute in state.mapper.column_attrs]
    if _is_read_held(session, row) and state.unloaded.isdisjoint(columns):
        return
    _hold_whole(session, state.mapper.class_)
    try:
        session.refresh(row, columns, with_for_update={"key_share": True})
    except InvalidRequestError:
        raise ObjectDeletedError(state) from None
    _note(session, state.mapper.class_, [row])


def lock_all(session: Session, model: type[Row], ids: Collection[str]) -> list[Row]:
    """Hold the rows of `model` with these ids until the transaction ends, in the order of ids, and read them anew.

    As `lock`, in one statement. Rows that somebody deleted meanwhile are not among the answer.
    """
    session.flush()
    if not ids:
        return []
    if model.__behind__:
        _lock_those_before(session, model, ids)
    _hold_whole(session, model)
    held: list[Row] = list(session.scalars(_anew(cast("Any", model)), {"ids": list(ids)}))
    _note(session, model, held)
    return held


@functools.cache
def _anew(model: Any) -> Any:
    """The statement of `lock_all`: made once for each model, since nearly every deed asks for it."""
    wanted = sa.select(model).where(model.id.in_(sa.bindparam("ids", expanding=True))).order_by(model.id)
    return wanted.with_for_update(key_share=True).execution_options(populate_existing=True)


def _note(session: Session, model: type[Base], rows: Collection[Base]) -> None:
    """Note that these rows are held and were read since, for whoever asks before a flush or holds them again."""
    for name in (HELD, READ_HELD):
        session.info.setdefault(name, set()).update((model.__tablename__, row.id) for row in rows)


def _is_read_held(session: Session, row: Base) -> bool:
    return (row.__tablename__, row.id) in session.info.get(READ_HELD, ())


def _hold_whole(session: Session, model: type[Base]) -> None:
    """Before the row itself: a stronger lock taken after a weaker one waits for whoever does the same, for ever."""
    if model.__held_whole__ and session.get_bind().dialect.name == "postgresql":
        session.connection().exec_driver_sql(f'LOCK TABLE "{model.__tablename__}" IN EXCLUSIVE MODE')


def _lock_those_before(session: Session, model: type[Row], ids: Collection[str]) -> None:
    relation: Any = sa.inspect(model).relationships[model.__behind__]
    key = next(iter(relation.local_columns))
    before = session.scalars(sa.select(key).where(model.id.in_(ids)).distinct()).all()
    lock_all(session, relation.mapper.class_, before)
