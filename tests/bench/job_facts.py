"""What jobs cost, by the hundred thousand, made inside the database: time, material, expenses, invoices and costing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.billing import Expense, ExpenseKind, Invoice, InvoiceKind, InvoiceLine, InvoiceStatus
from models.billing.life import LineKind
from models.catalog import Material
from models.costing import JobCosting
from models.jobs import Job, JobItem
from models.people import Employee
from models.stock import MaterialUsage
from models.timekeeping import TimeEntry

from .many_jobs import identity_of

_MOMENT = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def fill_with_facts(session: Session) -> None:
    """Give every job two entries, three uses of material, an expense, an item, an invoice of two lines, a costing."""
    person = session.scalars(sa.select(Employee.id).limit(1)).one()
    material = session.scalars(sa.select(Material.id).limit(1)).one()
    job = Job.__table__.c
    for number in range(2):
        give_each_job(
            session,
            TimeEntry,
            number,
            {"employee_id": person, "activity": "Printing", "seconds": 3600, "start_time": _MOMENT}
            | {"end_time": _MOMENT, "duration": sa.literal_column("1.0000"), "billable": True}
            | {"hourly_rate": sa.literal_column("24.00"), "cost": sa.literal_column("24.00")},
        )
    for number in range(3):
        give_each_job(
            session,
            MaterialUsage,
            number,
            {"material_id": material, "quantity_used": 10, "unit_cost": sa.literal_column("3.1250")}
            | {"total_cost": sa.literal_column("31.25"), "used_at": _MOMENT, "is_backflush": False},
        )
    give_each_job(
        session,
        Expense,
        0,
        {"description": "Parcel", "kind": ExpenseKind.SHIPPING, "amount": 9, "spent_on": _MOMENT.date()},
    )
    give_each_job(session, JobItem, 0, {"quantity": 25, "description": "Tee"})
    give_each_job(
        session,
        Invoice,
        0,
        {"customer_id": job.customer_id, "kind": InvoiceKind.FINAL, "status": InvoiceStatus.ISSUED}
        | {"issued_on": _MOMENT.date(), "number": sa.literal("I-") + sa.func.substr(job.id, 17)},
    )
    for number in range(2):
        of_invoice = {"invoice_id": identity_in(0), "position": number + 1, "kind": LineKind.GOODS}
        give_each_job(
            session,
            InvoiceLine,
            number,
            of_invoice | {"description": "Line", "quantity": 1, "unit_price": 240, "amount": 240},
        )
    give_each_job(session, JobCosting, 0, {})
    session.commit()
    session.connection().execute(sa.text("ANALYZE"))
    session.commit()


def identity_in(number: int) -> Any:
    """A row's id: its job's, with the row's number in its place."""
    return sa.literal(f"01N{number}") + sa.func.substr(Job.__table__.c.id, 5)


def give_each_job(
    session: Session, model: Any, number: int, values: Mapping[str, Any], begin: int = 0, end: int = 10**8
) -> None:
    """A row to each job numbered from `begin` up to `end`; what is not given is what the column's default says."""
    table, jobs = model.__table__, Job.__table__
    told: dict[str, Any] = {"id": identity_in(number), "created_at": _MOMENT, "updated_at": _MOMENT, **values}
    if "job_id" in table.c:
        told["job_id"] = jobs.c.id
    for column in table.c:
        default = column.default
        if column.name not in told and not column.nullable and column.server_default is None:
            told[column.name] = default.arg if default is not None and default.is_scalar else 0
    columns = [
        value if isinstance(value, sa.ColumnElement) else sa.literal(value, table.c[name].type)
        for name, value in told.items()
    ]
    own = jobs.c.id.between(identity_of(begin), identity_of(end - 1))
    rows = sa.select(*columns).select_from(jobs).where(own)
    session.connection().execute(sa.insert(table).from_select([*told], rows))
