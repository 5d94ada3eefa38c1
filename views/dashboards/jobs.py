"""Job by job: what each earned, from the lowest margin up or from the highest down, with the sums of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, request, url_for

from models.core.base import db
from models.core.labels import choice_label
from models.profit.listing import After, Listed, every, page_of
from models.profit.reading import NOTHING, Sums, read, total

from .asked import Asked
from .declared import Column, Fact, Line, Told, chart, dashboard
from .profitability import COST_READERS, MONEY, facts_of
from .spelling import counted

ORDERS = {"lowest": "Lowest margin first", "highest": "Highest margin first"}


@dataclass(frozen=True)
class Jobs:
    """A page of jobs, and the sums of all that was asked for."""

    asked: Asked
    total: Sums
    rows: Sequence[Listed]
    after: After | None
    highest: bool


def facts(jobs: Jobs) -> list[Fact]:
    """The sums of all jobs that were asked for, on whatever page."""
    return facts_of(jobs.total)


@dashboard(
    "jobs",
    "Jobs by margin",
    about="Every job with its revenue, costs and margin; by product and method, the part that falls to them.",
    by=COST_READERS,
    filters=("customer", "product", "method"),
    facts=facts,
)
def jobs(asked: Asked) -> Jobs:
    """A page of jobs, and their sums: two statements."""
    found = read(db.session(), {"total": total(asked.span, asked.narrowed)})["total"]
    highest = _order() == "highest"
    rows, after = page_of(db.session(), asked.span, asked.narrowed, _after(), highest=highest)
    return Jobs(asked, next(iter(found), NOTHING), rows, after, highest)


def _order() -> str:
    order = request.args.get("order", "lowest")
    if order not in ORDERS:
        abort(400, f"“{order[:40]}” is no order: it is one of {', '.join(ORDERS)}.")
    return order


def _after() -> After | None:
    text = request.args.get("after", "")
    try:
        return After.read(text) if text else None
    except ValueError:
        abort(400, "This page of the list begins nowhere: begin at the first page.")


@chart(jobs, "jobs-by-margin", "Jobs", wide=True)
def jobs_by_margin(read: Jobs) -> Told:
    """The page, with ways to the next and to the other order."""
    asked, order = read.asked, "highest" if read.highest else "lowest"
    columns = (
        Column("Job"), Column("Customer"), *([Column("Product"), Column("Method")] if _in_parts(asked) else []),
        Column("Invoiced", "day"), *MONEY,
    )  # fmt: skip
    said = f"No job of {asked.words} fits. Choose another time, or clear the filters."
    if read.total.jobs:
        said = f"{counted(read.total.jobs, 'job')}, {ORDERS[order].lower()}."
        if _in_parts(asked):
            said += " Of jobs with several products or methods, the part that falls to these."
    ways = [(ORDERS[other], asked.address("jobs", order=other)) for other in ORDERS if other != order]
    if read.after:
        ways.append(("Next page", asked.address("jobs", order=order, after=str(read.after))))
    return Told(
        said,
        columns,
        [Line(_values(row, asked), url_for("JobScreen.show", pk=row.job_id)) for row in read.rows],
        ways=ways,
        every=lambda: _every(read),
    )


def _every(read: Jobs) -> Iterator[Sequence[Any]]:
    rows = every(db.session(), read.asked.span, read.asked.narrowed, highest=read.highest)
    return (_values(row, read.asked) for row in rows)


def _in_parts(asked: Asked) -> bool:
    return bool(asked.narrowed.product_id or asked.narrowed.method)


def _values(row: Listed, asked: Asked) -> Sequence[Any]:
    part = [row.product or "", choice_label(row.method) if row.method else ""] if _in_parts(asked) else []
    amounts = (row.revenue, row.total_costs, row.profit, row.margin)
    return [f"{row.number} {row.title}", row.customer, *part, row.booked_on, *amounts]
