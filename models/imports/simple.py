"""Planning kinds of which each line is one row: customers, contacts, employees, suppliers, products, materials."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from ..catalog import Supplier
from ..customers import Customer
from .book import Ambiguous, Book, Known
from .kinds import Kind
from .mapping import Mapping
from .parents import Parents
from .plan import Plan, rows_by
from .reading import Line, Reading, Values


def plan_rows(session: Session, kind: Kind, reading: Reading, mapping: Mapping) -> Plan:
    """What importing `reading` will do. It reads the shop in a few statements, however many lines there are."""
    plan = Plan(kind.name, refused=reading.refused, notes=reading.notes)
    scope = "customer_id" if kind.name == "customer_contacts" else None
    book = Book(session, kind.model, kind.keys, scope)
    creates = kind.creates_parents if mapping.creates_parents is None else mapping.creates_parents
    parents = Parents(session, plan, Customer if scope else Supplier, creates) if kind.parent else None
    met: list[tuple[Line, Known]] = []
    for line in reading.lines:
        try:
            _take_parent(kind, line, parents)
            known = book.find(line.values)
            _refuse_repeated(known)
        except ValueError as refusal:
            plan.refuse(line.line, str(refusal))
            continue
        if known is None:
            plan.add(kind.model, line.line, book.add(line.values, line.line).id, line.values)
        else:
            known.line = line.line
            met.append((line, known))
    _meet(session, kind, plan, met, updates=mapping.updates)
    plan.refused.sort(key=lambda refused: refused.line)
    return plan


def _refuse_repeated(known: Known | None) -> None:
    if known is not None and known.line is not None:
        raise Ambiguous(f"This is the same as in line {known.line}: a file names each only once.")


def _take_parent(kind: Kind, line: Line, parents: Parents | None) -> None:
    """Put the parent's id in the place of what the line says of it."""
    values = line.values
    if kind.name == "materials":
        supplier = values.pop("supplier", None)
        if supplier and parents is not None:
            values["supplier_id"] = parents.id_of(line.line, {"name": supplier})
    elif kind.name == "customer_contacts" and parents is not None:
        told: Values = {"name": values.pop("customer", None), "email": values.pop("customer_email", None)}
        told = {key: value for key, value in told.items() if value}
        # Whoever is in an address book without a company is a customer by himself, if customers are made at all.
        own: Values = {key: values[key] for key in ("name", "email") if key in values}
        values["customer_id"] = parents.id_of(line.line, told or own)


def _meet(session: Session, kind: Kind, plan: Plan, met: list[tuple[Line, Known]], *, updates: bool) -> None:
    rows: dict[str, Any] = {}
    if updates:
        rows = {row.id: row for row in rows_by(session, kind.model.id, (known.id for _, known in met))}
    for line, known in met:
        plan.meet(kind.model, line.line, rows.get(known.id), line.values)
