"""What touches a key figure is noted as stale at the end of its transaction."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from ..core import clock
from ..core.events import Event, Fact, at_the_end, on_fact
from ..profit import JobMargin, on_margins_changed
from .business_metrics import MetricTarget
from .declared import KPIS, Days
from .refreshing import note_stale


@cache
def _followers() -> dict[type[Any], list[tuple[str, Days]]]:
    found: dict[type[Any], list[tuple[str, Days]]] = defaultdict(list)
    for kpi in KPIS.values():
        for model, days in kpi.facts.items():
            found[model].append((kpi.name, days))
    return dict(found)


@at_the_end
def note_what_is_stale(session: Session, facts: list[Fact], _events: list[Event]) -> None:
    """One statement for the whole transaction; none when it touched nothing of this."""
    followers = _followers()
    note_stale(
        session,
        {
            (name, day)
            for fact in facts
            for name, days in followers.get(fact.model, ())
            for day in days(session, fact)
            if day is not None
        },
    )


@on_margins_changed
def note_margins(session: Session, days: set[dt.date]) -> None:
    """Margins are written behind the flush: their days are told of apart."""
    note_stale(session, {(name, day) for name, _ in _followers().get(JobMargin, ()) for day in days})


@on_fact(MetricTarget)
def note_goals(session: Session, facts: list[Fact]) -> None:
    """A new goal holds from the running periods on."""
    note_stale(session, {(fact.values["name"], clock.shop_day()) for fact in facts if fact.kind != "deleted"})
