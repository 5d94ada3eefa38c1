"""What touches a job's earnings, or the use of a material, is noted as stale at the end of its transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy.orm import Session

from ..billing import Invoice
from ..core.events import Event, Fact, at_the_end
from ..costing import JobCosting
from ..jobs import Job, JobItem, JobItemDecoration
from ..months import month_of
from ..stock import MaterialUsage, MovementKind, StockMovement
from ..timekeeping import Misprint
from .refreshing import ITEM, JOB, MATERIAL, MISPRINT, note_stale

_DECIDING: Final[dict[type[Any], frozenset[str]]] = {
    Job: frozenset({"customer_id", "status"}),
    JobItem: frozenset({"job_id", "product_id", "quantity", "unit_price"}),
    JobItemDecoration: frozenset({"job_item_id", "decoration_method"}),
    Invoice: frozenset({"job_id", "kind", "status", "issued_on"}),
    MaterialUsage: frozenset({"material_id", "misprint_id", "quantity_used", "total_cost", "used_at"}),
    Misprint: frozenset({"cause"}),
}
"""The columns that decide, of models that change for other reasons too."""

_BY: Final = {
    JobCosting: (JOB, "job_id"),
    Job: (JOB, "id"),
    JobItem: (JOB, "job_id"),
    JobItemDecoration: (ITEM, "job_item_id"),
    Invoice: (JOB, "job_id"),
    Misprint: (MISPRINT, "id"),
}
"""What a row of each model leads to."""


@at_the_end
def note_what_is_stale(session: Session, facts: list[Fact], _events: list[Event]) -> None:
    """One statement for the whole transaction; none when it touched nothing of this."""
    touched: set[tuple[str, str, str]] = set()
    for fact in facts:
        if fact.model is MaterialUsage and _decides(fact):
            touched.update(_months(fact))
        elif fact.model is StockMovement and fact.values["kind"] == MovementKind.RECEIPT:
            touched.add((MATERIAL, fact.values["material_id"], month_of(fact.values["occurred_on"])))
        elif fact.model in _BY and _decides(fact):
            subject, key = _BY[fact.model]
            leads = [fact.id] if key == "id" else fact.led_to(key)
            touched.update((subject, led, "") for led in leads)
    note_stale(session, touched)


def _decides(fact: Fact) -> bool:
    return fact.model not in _DECIDING or fact.touches(_DECIDING[fact.model])


def _months(fact: Fact) -> Iterator[tuple[str, str, str]]:
    """The material and month of a use, and those that it had before."""
    for told in (fact.values, fact.values | fact.before):
        used_at: dt.datetime = told["used_at"]
        yield MATERIAL, told["material_id"], month_of(used_at)
