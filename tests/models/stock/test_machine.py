"""The shelf in any order, on both databases; `make soak` goes on much longer."""

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from .machine import Shelf


def test_stock_equals_its_ledger_after_any_sequence(shop):
    run_state_machine_as_test(
        Shelf,
        settings=settings(
            max_examples=6,
            stateful_step_count=12,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
