"""Whatever planners do in whatever order, booked hours are the sum of the operations (more of it in `make soak`)."""

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from .machine import Planning


def test_booked_hours_are_the_sum_of_operations_whatever_is_done(shop):
    run_state_machine_as_test(
        Planning,
        settings=settings(
            max_examples=6,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
