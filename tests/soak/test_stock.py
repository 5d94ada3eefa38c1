"""Stock without end: a shelf in a great many orders, and five hundred issues at the same moment."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.models.stock.issuing import issue_at_once
from tests.models.stock.machine import Shelf

pytestmark = pytest.mark.soak


def test_stock_equals_its_ledger_in_a_great_many_orders(shop):
    run_state_machine_as_test(
        Shelf,
        settings=settings(
            max_examples=100, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_five_hundred_issues_at_once_lose_nothing(shop, session, cast):
    issue_at_once(shop, session, cast.job, 500)
