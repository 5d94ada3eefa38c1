"""Suppliers, orders and jobs for the tests of purchasing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from models.catalog import Material, Supplier
from models.core import clock
from models.core.base import new_id
from models.customers import Customer
from models.gates import JobGate
from models.jobs import Job, JobItem, JobItemSize
from models.purchasing import PurchaseOrder, PurchaseOrderLine
from models.purchasing.arguments import ReceivedLine

D = Decimal


def garment(session, name="Blank tee, black M", on_hand="0", unit_cost="3.1250", **more):
    """A stocked material, committed."""
    material = Material(name=name, quantity_on_hand=on_hand, unit_cost=unit_cost, **more)
    session.add(material)
    session.commit()
    return material


def mill(session, email="orders@mill.example", **more):
    """A supplier, the same one for each name."""
    supplier = session.query(Supplier).filter_by(name="Mill").one_or_none()
    if supplier is None:
        supplier = Supplier(name="Mill", email=email, **{"lead_days": 3} | more)
        session.add(supplier)
        session.commit()
    return supplier


def drafted(session, *lines, **more):
    """An order of (material, quantity, unit cost or None), not sent yet."""
    order = PurchaseOrder(id=new_id(), supplier=mill(session), **more)
    order.lines = [
        PurchaseOrderLine(id=new_id(), material=material, quantity=quantity, unit_cost=cost)
        for material, quantity, cost in lines
    ]
    session.add(order)
    session.commit()
    return order


def ordered(session, *lines, **more):
    """The same, sent by hand."""
    order = drafted(session, *lines, **more)
    order.mark_sent()
    session.commit()
    return order


def came(line, quantity, **more):
    """What `receive` is told of a line."""
    return ReceivedLine(line_id=line.id, quantity=D(quantity), **more)


def job_on(session, *sizes, due_in=10, title="Tees", promised=True):
    """A job made on (material, quantity), promised unless told otherwise."""
    customer = session.query(Customer).filter_by(name="Acme").one()
    due = clock.shop_day() + dt.timedelta(days=due_in)
    job = Job(id=new_id(), title=title, customer=customer, due_on=due)
    item = JobItem(id=new_id(), job=job)
    item.sizes = [
        JobItemSize(id=new_id(), size=f"size {number}", quantity=quantity, material=material)
        for number, (material, quantity) in enumerate(sizes)
    ]
    session.add(job)
    session.commit()
    if promised:
        job.accept_quote()
        session.commit()
    return job


def blanks_of(session, job):
    """The job's blanks gate, read anew."""
    session.expire_all()
    return session.query(JobGate).filter_by(job_id=job.id, gate="blanks").one()


def stands(session, job):
    """Its status and its reason."""
    gate = blanks_of(session, job)
    return str(gate.status), gate.reason
