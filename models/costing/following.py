"""The costing follows every fact that it is made of, in the transaction that writes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..billing import Expense, Invoice, InvoiceLine
from ..core.events import Fact, when_quiet
from ..jobs import Job, JobItem
from ..jobs.touched import in_batches
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
            above[InvoiceLine].update(fact.led_to("invoice_id"))
        elif fact.model is JobEstimateLine:
            above[JobEstimateLine].update(fact.led_to("estimate_id"))
        elif _decides(fact):
            jobs.update(fact.led_to("job_id"))
    for line, model in ((InvoiceLine, Invoice), (JobEstimateLine, JobEstimate)):
        led: Iterator[str | None] = in_batches(session, sa.select(model.job_id), model.id, above[line])
        jobs.update(job_id for job_id in led if job_id)
    return jobs - gone


def _decides(fact: Fact) -> bool:
    return fact.model not in _DECIDING or fact.touches(_DECIDING[fact.model])
