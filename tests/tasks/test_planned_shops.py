"""What is proposed for made-up shops is booked whole by the real verbs, and better than jobs taken as they come."""

from __future__ import annotations

import pytest

from ..planned_shop import both_ways
from ..planning import a_shop


@pytest.mark.parametrize("seed", [1, 6])
def test_a_whole_plan_is_booked_without_a_refusal_and_is_less_late(session, seed: int) -> None:
    told = both_ways(session, a_shop(seed, operations=36, people=3, days=4))
    assert told.refusals == []
    assert told.ours.days < told.theirs.days
    assert told.ours.unplaced <= told.theirs.unplaced
