"""Planning jobs: an order export has a line for each size (or item, or order); lines of one number are one job."""

from __future__ import annotations

from sqlalchemy.orm import Session

from ...catalog import Product
from ...customers import Customer
from ..book import Book, same
from ..kinds import Kind
from ..mapping import Mapping
from ..parents import Parents
from ..plan import Plan
from ..reading import Reading
from .contacts import Contacts
from .known import known_jobs, meet_job
from .lines import orders_of
from .new import NewJobs


def plan_jobs(session: Session, kind: Kind, reading: Reading, mapping: Mapping) -> Plan:
    """What importing `reading` will do. An order with one bad line is refused with all its lines."""
    plan = Plan(kind.name, refused=reading.refused, notes=reading.notes, words=reading.words)
    orders = orders_of(reading, Book(session, Product, ("sku", "name")), mapping)
    creates = kind.creates_parents if mapping.creates_parents is None else mapping.creates_parents
    contacts = Contacts(session, plan, orders, creates=creates)
    new = NewJobs(plan, Parents(session, plan, Customer, creates), contacts)
    known = known_jobs(session, [order.number for order in orders], whole=mapping.updates)
    for order in orders:
        job = known.get(same(order.number))
        if job is not None and not order.faults:
            meet_job(plan, order, job if mapping.updates else None)
        elif not order.faults:
            new.take(order)
        for line in order.lines if order.faults else ():
            plan.refuse(line, order.faults.get(line) or f"Another line of order {order.number} is refused.")
    plan.refused.sort(key=lambda refused: refused.line)
    return plan
