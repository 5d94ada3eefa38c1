"""What changes in the kept sums when a job's margin does: its old rows are taken off, its new rows are added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from .tallies import ALL, BOTH, COUNTS, CUSTOMER, MEASURES, METHOD, OPEN, PRODUCT, WHOLE, tallies

CLOSE: Final = 20
"""An estimate is close when it missed by no more than a twentieth (domain.md, “KPIs”: within 5 %)."""

PARTED: Final = {
    PRODUCT: ("product_id",),
    METHOD: ("decoration_method",),
    BOTH: ("product_id", "decoration_method"),
}
"""The dimensions by which a job is parted, with the columns that make their keys."""

Row = Mapping[str, Any]
"""The columns of a margin, or of a part."""

Cell = tuple[str, str, str]
"""Period, dimension and key of a kept sum."""

Changes = dict[Cell, dict[str, Any]]


def add_up(changes: Changes, whole: Row, parts: Iterable[Row], sign: int) -> None:
    """Add a job and its parts to `changes`, or take them off when `sign` is -1."""
    found: list[tuple[str, str, dict[str, Any]]] = [
        (WHOLE, "", measures_of([whole])),
        (CUSTOMER, whole["customer_id"], measures_of([whole])),
    ]
    for dimension, columns in PARTED.items():
        grouped: dict[str, list[Row]] = defaultdict(list)
        for part in parts:
            grouped["/".join(str(part[column] or "") for column in columns)].append(part)
        found += [(dimension, key, measures_of(rows)) for key, rows in grouped.items()]
    for period in periods_of(whole):
        for dimension, key, measures in found:
            cell = changes.setdefault((period, dimension, key), dict.fromkeys(MEASURES, Decimal(0)))
            for name, value in measures.items():
                cell[name] += sign * value


def periods_of(row: Row) -> tuple[str, ...]:
    """The kept periods that a margin belongs to."""
    day = row["booked_on"]
    if day is None:
        return (OPEN,)
    return (day.isoformat(), row["week"], row["month"], row["quarter"], row["year"], ALL)


def measures_of(rows: list[Row]) -> dict[str, Any]:
    """What rows of one job add to a sum: together they are one job."""
    estimates = [row["estimated_cost"] for row in rows if row["estimated_cost"] is not None]
    estimate, costs = sum(estimates, Decimal(0)), sum((row["total_costs"] for row in rows), Decimal(0))
    compared = estimate > 0
    told = {
        "jobs": 1,
        "compared_jobs": int(compared),
        "close_jobs": int(compared and abs(costs - estimate) * CLOSE <= estimate),
        "estimated_cost": estimate if compared else Decimal(0),
        "compared_cost": costs if compared else Decimal(0),
    }
    rest = (name for name in MEASURES if name not in told)
    return told | {name: sum((row[name] for row in rows), Decimal(0)) for name in rest}


def keep(session: Session, changes: Changes) -> None:
    """Write what changed into the kept sums, in one order for all who do so."""
    rows = [
        {"period": cell[0], "dimension": cell[1], "key": cell[2]}
        | {name: int(value) if name in COUNTS else value for name, value in measures.items()}
        for cell, measures in sorted(changes.items())
        if any(measures.values())
    ]
    if not rows:
        return
    dialect: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    adding = dialect.insert(tallies)
    sums = {name: tallies.c[name] + adding.excluded[name] for name in MEASURES}
    keys = ["period", "dimension", "key"]
    session.execute(adding.on_conflict_do_update(index_elements=keys, set_=sums), rows)
