"""Planning jobs that are known already: left alone, or with updates brought to what the file says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from ...core.base import new_id
from ...jobs import Job, JobItem, JobItemDecoration, JobItemSize
from ..book import same
from ..plan import Plan, rows_by
from .items import Item
from .lines import Order
from .new import add_item, add_size
from .prints import key_of


def known_jobs(session: Session, numbers: Iterable[str], *, whole: bool) -> dict[str, Any]:
    """The jobs that are there, by number: rows with their items when `whole`, else their ids."""
    wanted = {same(number) for number in numbers}
    ids = {
        same(number): row_id
        for number, row_id in session.execute(sa.select(Job.number, Job.id))
        if same(number) in wanted
    }
    if not whole:
        return ids
    items = selectinload(Job.items)
    parts = [items.selectinload(JobItem.sizes), items.selectinload(JobItem.decorations)]
    return {same(job.number): job for job in rows_by(session, Job.id, ids.values(), *parts)}


def meet_job(plan: Plan, order: Order, job: Any) -> None:
    """A known job keeps its number, customer and status; its own columns, items, sizes and prints follow the file.

    `job` is None when known jobs are left alone.
    """
    plan.meet(Job, order.line, job, order.own())
    if job is None:
        return
    left = list(job.items)
    for item in order.items:
        found = _same_item(left, item)
        if found is None:
            add_item(plan, job.id, item)
            continue
        left.remove(found)
        _meet_item(plan, found, item)


def _same_item(left: list[Any], item: Item) -> Any:
    """The item among those `left`: by product and description, then by price and prints where several are alike."""
    wanted = item.values.get("product_id"), same(item.values.get("description", ""))
    alike = [each for each in left if (each.product_id, same(each.description or "")) == wanted]
    priced = [each for each in alike if each.unit_price == item.values.get("unit_price")]
    exact = [each for each in priced if _prints(each).keys() == item.prints.keys()]
    for found in (exact, [each for each in priced if _may_be(each, item)]):
        if found:
            return found[0]
    return alike[0] if len(alike) == 1 and _may_be(alike[0], item) else None


def _may_be(known: Any, item: Item) -> bool:
    """Whether `known` has no print of which the file does not tell, if it tells of any."""
    return not item.prints or _prints(known).keys() <= item.prints.keys()


def _prints(known: Any) -> dict[Any, Any]:
    columns = ("decoration_method", "location")
    return {key_of({name: getattr(row, name) for name in columns}): row for row in known.decorations}


def _meet_item(plan: Plan, found: Any, item: Item) -> None:
    changes = {name: value for name, value in item.values.items() if not (name == "quantity" and found.sizes)}
    plan.meet(JobItem, item.line, found, changes)
    known = {same(size.size): size for size in found.sizes}
    for line, size, pieces in item.sizes.values():
        if same(size) in known:
            plan.meet(JobItemSize, line, known[same(size)], {"quantity": pieces})
        else:
            add_size(plan, found.id, line, size, pieces)
    prints = _prints(found)
    for key, values in item.prints.items():
        if key in prints:
            plan.meet(JobItemDecoration, item.line, prints[key], values)
        else:
            plan.add(JobItemDecoration, item.line, new_id(), {"job_item_id": found.id} | values)
