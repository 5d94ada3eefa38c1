"""How long a file of 10,000 lines takes, with every reaction and the audit on."""

from __future__ import annotations

import csv
import io
import time

import pytest

from tests.imports import bring_in

pytestmark = pytest.mark.bench

LINES, PROMISED = 10_000, 20.0


def customers():
    """A line for each customer."""
    yield ["Name", "Email", "Phone", "Tax exempt"]
    for number in range(LINES):
        yield [f"Customer {number}", f"c{number}@customers.example", f"217-555-{number:04}", "no"]


def orders(lines_each):
    """A line for each size; so many to a job of one item."""
    yield [
        "Order #",
        "Customer",
        "E-mail",
        "Status",
        "Due date",
        "Item",
        "Color",
        "Size",
        "Qty",
        "Price each",
        "Total",
    ]
    for number in range(LINES):
        order = number // lines_each
        of_it = [
            "Completed",
            "12/01/2026",
            "Tee",
            "Navy",
            "SMLX"[number % lines_each],
            5 + number % 7,
            "9.50",
            "300.00",
        ]
        yield [f"A{order}", f"Customer {order % 500}", f"c{order % 500}@customers.example", *of_it]


@pytest.mark.parametrize(
    ("kind", "rows"),
    [("customers", customers), ("jobs", lambda: orders(4)), ("jobs", lambda: orders(1))],
    ids=["customers", "sizes", "jobs"],
)
def test_ten_thousand_lines_are_imported_in_twenty_seconds(session, database, kind, rows, capsys, request):
    text = io.StringIO()
    csv.writer(text).writerows(rows())
    began, worked = time.perf_counter(), time.process_time()
    plan = bring_in(session, kind, text.getvalue())
    took, processor = time.perf_counter() - began, time.process_time() - worked
    assert not plan.refused
    with capsys.disabled():
        name = request.node.callspec.id
        print(f"\nimport   {name:24} {took:6.1f} s for {LINES:,} lines ({processor:.1f} s of processor)")  # noqa: T201
    assert took <= PROMISED
