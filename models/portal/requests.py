"""What customers ask for by themselves: a new quote, or one for the same as an earlier job."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from ..core import clock
from ..core.dates import short_day
from ..core.errors import InvalidValue, RuleBroken
from ..core.events import announce
from ..customers import CustomerContact
from ..jobs import Job, JobItem, JobItemDecoration, JobItemSize, JobStatus

MOST_PIECES = 100_000
"""Pieces of one size that somebody may ask for by themselves."""

MOST_OPEN_REQUESTS = 20
"""Quotes a customer may have asked for that the shop has not sent yet; beyond them, one writes to the shop."""

SAME_AGAIN = "ask_same_again"
"""The event of a job that was asked for as an earlier one; its details name that one as `earlier`."""

_DECORATION = ("decoration_method", "location", "width", "height", "colors", "screens", "stitches")


def ask_for_quote(
    session: Session, contact: CustomerContact, *, id_: str, title: str, wish: str, due_on: dt.date | None
) -> Job:
    """A new quote request of `contact`, flushed. `id_` is the new job's, so that a request sent twice is one."""
    _refuse_too_many(session, contact)
    title = " ".join(title.split())  # of one line: it stands in the subjects of mails
    if not title:
        raise InvalidValue("title", "Name what you need, such as “60 polos for the summer crew”.")
    _refuse_past(due_on)
    notes = f"Asked in the portal by {contact.name}:\n{wish.strip()}"
    job = Job(id=id_, title=title, customer=contact.customer, contact=contact, due_on=due_on, notes=notes)
    session.add(job)
    session.flush()
    return job


def same_again(
    session: Session,
    earlier: Job,
    contact: CustomerContact,
    *,
    id_: str,
    quantities: Mapping[str, int],
    wish: str = "",
    due_on: dt.date | None = None,
) -> Job:
    """A quote request for what `earlier` was, flushed: its items with their sizes and prints, without prices.

    `quantities` are pieces by the ids of the earlier job's sizes, and of its items that have none; what is not named
    stays as it was, and what is 0 is left out. Its designs are taken over, and each needs a new approval.
    """
    _refuse_too_many(session, contact)
    _refuse_past(due_on)
    items = _items(session, earlier)
    copied = [copy for item in items if (copy := _copied(item, quantities)) is not None]
    if items and not copied:
        raise RuleBroken("Nothing was asked for: every quantity is 0. Enter how many you need.")
    notes = f"The same as {earlier.number} again, asked in the portal by {contact.name}."
    job = Job(
        id=id_,
        title=earlier.title,
        customer=earlier.customer,
        contact=contact,
        due_on=due_on,
        notes=f"{notes}\n{wish.strip()}".strip(),
        items=copied,
    )
    session.add(job)
    session.flush()
    announce(job, SAME_AGAIN, old=job.status, new=job.status, earlier=earlier.id)
    return job


def _items(session: Session, job: Job) -> list[JobItem]:
    mine = sa.select(JobItem).where(JobItem.job_id == job.id).order_by(JobItem.id)
    return list(session.scalars(mine.options(selectinload(JobItem.sizes), selectinload(JobItem.decorations))))


def _copied(item: JobItem, quantities: Mapping[str, int]) -> JobItem | None:
    sizes = [
        JobItemSize(size=size.size, quantity=pieces, material_id=size.material_id)
        for size in item.sizes
        if (pieces := _pieces(quantities.get(size.id, size.quantity)))
    ]
    quantity = 0 if item.sizes else _pieces(quantities.get(item.id, item.quantity))
    if not sizes and not quantity:
        return None
    return JobItem(
        product_id=item.product_id,
        description=item.description,
        quantity=quantity or sum(size.quantity for size in sizes),
        sizes=sizes,
        decorations=[
            JobItemDecoration(**{name: getattr(each, name) for name in _DECORATION})
            for each in item.decorations
        ],
    )


def _pieces(number: int) -> int:
    if not 0 <= number <= MOST_PIECES:
        raise InvalidValue(
            "quantity", f"Between 0 and {MOST_PIECES:,} pieces of a size can be asked for here."
        )
    return number


def _refuse_past(due_on: dt.date | None) -> None:
    if due_on is not None and due_on < clock.shop_day():
        raise InvalidValue("due_on", f"{short_day(due_on)} is past: name a day to come, or leave it empty.")


def _refuse_too_many(session: Session, contact: CustomerContact) -> None:
    waiting = sa.select(sa.func.count()).where(
        Job.customer_id == contact.customer_id, Job.status == JobStatus.QUOTE
    )
    if (session.scalar(waiting) or 0) >= MOST_OPEN_REQUESTS:
        raise RuleBroken(
            f"Nothing was asked for: {MOST_OPEN_REQUESTS} quotes are being prepared for you already. Write to us."
        )
