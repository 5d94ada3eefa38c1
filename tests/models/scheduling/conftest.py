"""What the tests of the schedule share."""

import pytest

from models.core import clock

from .plan import NOON


@pytest.fixture
def noon():
    """It is noon of Monday 23 November in the shop."""
    with clock.told_time(NOON):
        yield
