"""Planning without end: a planner who does anything, in a great many orders."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.models.scheduling.machine import Planning

pytestmark = pytest.mark.soak


def test_booked_hours_are_the_sum_of_operations_in_a_great_many_orders(shop):
    run_state_machine_as_test(
        Planning,
        settings=settings(
            max_examples=60,
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
