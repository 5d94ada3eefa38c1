"""Planning jobs that are not known yet, with their items, sizes and decorations."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ...core import clock
from ...core.base import new_id
from ...jobs import Job, JobItem, JobItemDecoration, JobItemSize, JobStatus
from ..parents import Parents
from ..plan import Plan
from ..reading import Values
from .contacts import Contacts
from .items import Item
from .lines import Order


@dataclass
class NewJobs:
    """Adds new jobs to `plan`, for the customers and contacts that are known or made."""

    plan: Plan
    parents: Parents
    contacts: Contacts

    def take(self, order: Order) -> None:
        """Plan the order as a new job, or note why it is refused."""
        told = {"name": "customer", "email": "customer_email", "phone": "customer_phone"}
        try:
            state = _state(order.values)
            given = {name: order.values[key] for name, key in told.items() if key in order.values}
            customer_id = self.parents.id_of(order.line, given)
            contact = self.contacts.of(order, customer_id)
        except ValueError as refusal:
            order.faults = dict.fromkeys(order.lines, str(refusal))
            return
        job_id = new_id()
        values = {"number": order.number, "customer_id": customer_id, "title": order.title}
        self.plan.add(Job, order.line, job_id, values | order.own() | contact, state)
        for item in order.items:
            add_item(self.plan, job_id, item)


def add_item(plan: Plan, job_id: str, item: Item) -> None:
    """Plan a new item of a job."""
    item_id, total = new_id(), item.total
    counted = {} if total is None else {"quantity": total}
    plan.add(JobItem, item.line, item_id, {"job_id": job_id} | item.values | counted)
    for line, size, pieces in item.sizes.values():
        add_size(plan, item_id, line, size, pieces)
    for values in item.prints.values():
        plan.add(JobItemDecoration, item.line, new_id(), {"job_item_id": item_id} | values)


def add_size(plan: Plan, item_id: str, line: int, size: str, pieces: int) -> None:
    """Plan a new size of an item; none of a size is no row."""
    if pieces:
        values = {"job_item_id": item_id, "size": size, "quantity": pieces}
        plan.add(JobItemSize, line, new_id(), values)


def _state(values: Values) -> Values | None:
    """What `import_as` is told of the job; None for a plain quote, which is where every job begins."""
    status, is_rush = values["status"], values.get("is_rush", False)
    if status == JobStatus.QUOTE and not is_rush:
        return None
    return {"status": status, "is_rush": is_rush, "shipped_at": _shipped_at(values, status)}


def _shipped_at(values: Values, status: JobStatus) -> dt.datetime | None:
    """When a shipped job left: as the file says; else on its due date, if that is over; else today.

    The due date is the only day that every export has. Without a moment the job would never be completed by time.
    """
    told, due, today = values.get("shipped_on"), values.get("due_on"), clock.shop_day()
    if status not in (JobStatus.SHIPPED, JobStatus.COMPLETED):
        return None
    if told is None and status == JobStatus.COMPLETED:
        return None  # perhaps it was picked up
    if told is not None and told > today:
        raise ValueError(f"Shipped on: {told} is still to come, but the order is {status.lower()}.")
    day = told or (due if due is not None and due < today else today)
    noon = dt.datetime.combine(day, dt.time(12), clock.shop_zone())
    return min(noon, clock.now())
