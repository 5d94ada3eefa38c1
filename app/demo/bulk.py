"""Many times the demo's jobs, for benchmarks: the rows that the simulation left are copied in bulk.

A copy is a whole shop beside the first: customers, jobs, and all that hangs on them, with ids, numbers, names and
addresses of its own, history, mails and audit entries included (with MACs and seals of their own). What all share
(staff, products, materials, suppliers, settings) is not copied, and neither is the work of the staff. Since facts are
copied together, they agree with each other as the first ones do: all of them take from the same stock. A table of a
later area is copied without being named here: what refers to a copied row is copied, and so is `ROOTS`.

This passes by the doors, reactions and the audit on purpose: it writes what they wrote before, once more.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from sqlalchemy import Table
from sqlalchemy.orm import Session

from models.catalog import STOCK_LEVELS, Material
from models.core.audit import AuditEntry, AuditSeal, seal
from models.core.base import Base
from models.core.postgresql import patience
from models.core.series import NumberSeries
from tasks.costing import reckon_all

from .copies import Plan
from .loading import loading
from .sealing import write_sealed

ROOTS: Final = ("customers", "purchase_orders", "expenses")
SHARED: Final = ("approval_workflows", "approval_steps")
"""What may name a customer, but in the demo is for all of them: reference rows."""
WORK: Final = ("production_schedules", "time_entries", "misprints")
"""What the first shop's people and machines did and will do. All shops share them, and their days are full with it: a
copy's jobs have no operations, so that a day's booked hours stay the sum of its operations and nobody works twice."""

entries, seals = AuditEntry.__table__, AuditSeal.__table__


@patience()  # indexes are built anew
def multiply(session: Session, times: int) -> None:
    """Copy the shop until it has `times` times its jobs, and commit."""
    if times < 2:
        return
    seal(session)
    series = dict(session.execute(sa.select(NumberSeries.prefix, NumberSeries.last)).all())
    engine = session.connection().engine
    session.commit()
    tables = copied_tables()
    with loading(engine, [table.name for table in (*tables, entries, seals)]) as loader:
        originals = {table: loader.read(table) for table in (*tables, entries)}
        plan = Plan(originals, times - 1, series)
        for table in tables:
            loader.write(table, table.columns.keys(), plan.lines(table, loader))
        write_sealed(loader, plan)
        loader.execute(_levels(times))
        for prefix, ahead in plan.series_ahead().items():
            loader.execute(f"UPDATE number_series SET last = {ahead} WHERE prefix = '{prefix}'")  # noqa: S608 - ours
    reckon_all(session)  # without the work of the staff a copy costs less


def _levels(times: int) -> str:
    """Materials are shared, and each copy moves them as the first shop did: their levels are so many times its sums."""
    table = Material.__table__.c
    columns = [(name, table[name].type) for name in STOCK_LEVELS]
    changes = ", ".join(f"{name} = round({name} * {times}, {kind.scale})" for name, kind in columns)
    return f"UPDATE materials SET {changes}"  # noqa: S608 - our own names


def copied_tables() -> list[Table]:
    """The roots and what refers to them, near or far, parents before children."""
    ours = {mapper.local_table for mapper in Base.registry.mappers if issubclass(mapper.class_, Base)}
    found: set[str] = set(ROOTS)
    for table in (ordered := [each for each in Base.metadata.sorted_tables if each in ours]):
        if table.name not in (*SHARED, *WORK) and any(
            key.column.table.name in found for key in table.foreign_keys
        ):
            found.add(table.name)
    return [each for each in ordered if each.name in found]
