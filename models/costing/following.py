"""The costing follows every fact that it is made of, in the transaction that writes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..billing import Expense, Invoice, InvoiceLine
from ..core.events import Fact, when_quiet
from ..jobs import Job, JobItem
from ..stock import MaterialUsage
from ..timekeeping import Misprint, TimeEntry
from .estimates import JobEstimate, JobEstimateLine
from .recomputing import recompute

_DECIDING: Final[dict[type[Any], frozenset[str]]] = {
    Job: frozenset({"quoted_amount"}),
    JobItem: frozenset({"quantity", "job_id"}),
    MaterialUsage: frozenset({"total_cost", "job_id"}),
    Invoice: frozenset({"status", "kind", "job_id"}),
    TimeEntry: frozenset({"cost", "seconds", "job_id"}),
}
"""Of models that change for many reasons: the columns that a costing is made of."""

_BATCH: Final = 500


@when_quiet(
    *(Job, JobItem, TimeEntry, MaterialUsage, Misprint, Expense),
    *(Invoice, InvoiceLine, JobEstimate, JobEstimateLine),
)
def keep_costing(session: Session, facts: list[Fact]) -> None:
    """Reckon the jobs of these facts anew, also those that a row has left; once for a transaction."""
    recompute(session, _jobs_of(session, facts))


def _jobs_of(session: Session, facts: list[Fact]) -> set[str]:
    jobs: set[str] = set()
    gone: set[str] = set()
    above: dict[type[Any], set[str]] = {InvoiceLine: set(), JobEstimateLine: set()}
    for fact in facts:
        if fact.model is Job:
            (gone if fact.kind == "deleted" else jobs).update([fact.id] if _decides(fact) else [])
        elif fact.model is InvoiceLine:
            above[InvoiceLine].update(_both(fact, "invoice_id"))
        elif fact.model is JobEstimateLine:
            above[JobEstimateLine].update(_both(fact, "estimate_id"))
        elif _decides(fact):
            jobs.update(_both(fact, "job_id"))
    jobs |= _leading(session, Invoice, above[InvoiceLine])
    jobs |= _leading(session, JobEstimate, above[JobEstimateLine])
    return jobs - gone


def _decides(fact: Fact) -> bool:
    columns = _DECIDING.get(fact.model)
    return columns is None or fact.kind != "changed" or not columns.isdisjoint(fact.before)


def _both(fact: Fact, key: str) -> Iterator[str]:
    """The ids that the row leads to and has led to."""
    for told in (fact.values, fact.before):
        if told.get(key):
            yield told[key]


def _leading(session: Session, model: Any, ids: set[str]) -> set[str]:
    """The jobs of these invoices or estimates."""
    ordered, found = sorted(ids), set[str]()
    for start in range(0, len(ordered), _BATCH):
        jobs = sa.select(model.job_id).where(model.id.in_(ordered[start : start + _BATCH])).distinct()
        found.update(filter(None, session.scalars(jobs)))
    return found
