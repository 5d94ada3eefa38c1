"""Revenue by customer, with its margin for who reads costs."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from models.insight import Row

from .against import by_key, change_of, share
from .customers import SHOWN, Customers, customers_read, first_of
from .declared import Column, Line, Told, chart
from .drill import rows_of as rows_behind
from .figures import lying
from .spelling import spelled, whole_money


@chart(customers_read, "revenue-by-customer", "Revenue by customer")
def revenue_by_customer(read: Customers) -> Told:
    """Those who brought most, beside the period before and the year before."""
    rows, all_of_it = read.found["revenue"], first_of(read.found["all"], 1)
    columns = [
        Column("Customer"), Column("Jobs", "rounded"), Column("Revenue", "money"), Column("Of all", "percent"),
        Column("The period before", "money"), Column("A year before", "money"), Column("Change in a year", "percent"),
    ]  # fmt: skip
    columns += [Column("Margin", "percent")] if read.sees_costs else []
    if not rows:
        return Told(f"No job was invoiced in {read.asked.words}.", columns, [])
    before, year = by_key(read.found["revenue before"]), by_key(read.found["revenue year"])
    lines = [Line(_brought(read, row, before, year, all_of_it), _jobs_of(read, row.by)) for row in rows]
    first = rows[0]
    part = spelled(share(first[1], all_of_it), "percent")
    said = f"{first.label} brought most in {read.asked.words}: {whole_money(first[1])}, {part} of all."
    drawn = rows[:SHOWN]
    shown = lying(
        [row.label for row in drawn], [row[1] for row in drawn], [whole_money(row[1]) for row in drawn],
        colours=["--accent"] * len(drawn), links=[_jobs_of(read, row.by) for row in drawn],
    )  # fmt: skip
    return Told(said, columns, lines, shown)


def _brought(
    read: Customers, row: Row, before: Mapping[str, Row], year: Mapping[str, Row], all_of_it: Decimal
) -> list[Any]:
    was, a_year_before = (each[row.by][1] if row.by in each else None for each in (before, year))
    values = [row.label, row[0], row[1], share(row[1], all_of_it), was, a_year_before]
    values.append(change_of(row[1], a_year_before))
    return [*values, share(row[2], row[1])] if read.sees_costs else values


def _jobs_of(read: Customers, customer_id: str) -> str:
    """Their jobs with margins for who reads costs, else their invoices."""
    if read.sees_costs:
        return read.asked.address("jobs", customer=customer_id)
    return rows_behind("invoices", customer=customer_id)
