"""A proposal for 200 operations, 8 people, 10 days: within two seconds, and booked without a refusal, less late and
with no more left over than first come, first served.
"""

from __future__ import annotations

import time

import pytest

from models.scheduling.planning import first_come_first_served, lateness_of
from tasks.planning import solve
from tests import on_sqlite

from ..planned_shop import both_ways
from ..planning import a_shop, broken_rules

pytestmark = pytest.mark.bench

SECONDS = 2.0
SEEDS = range(1, 21)


def test_proposals_of_twenty_shops(capsys: pytest.CaptureFixture[str]) -> None:
    solve(a_shop(2, operations=20))  # the solver is loaded once
    lines, slowest = [], 0.0
    for seed in SEEDS:
        problem = a_shop(seed)
        theirs = lateness_of(problem, first_come_first_served(problem).places)
        began = time.perf_counter()
        plan = solve(problem)
        seconds = time.perf_counter() - began
        ours, slowest = lateness_of(problem, plan.places), max(slowest, seconds)
        lines.append(
            f"{seed:6}{theirs.days:8} d{theirs.unplaced:10}{ours.days:8} d{ours.unplaced:10}{seconds:9.2f} s"
        )
        assert broken_rules(problem, dict(plan.places)) == []
        assert ours.days < theirs.days
        assert ours.unplaced <= theirs.unplaced
    with capsys.disabled():
        print("\n  seed  FCFS late  unplaced  ours late  unplaced     took")  # noqa: T201
        print("\n".join(lines))  # noqa: T201
    assert slowest <= SECONDS


@on_sqlite
@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_proposed_is_booked_whole(session, seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    told = both_ways(session, a_shop(seed))
    with capsys.disabled():
        if seed == SEEDS[0]:
            print("\nBooked in the database:")  # noqa: T201
            print("  seed  FCFS late  unplaced  ours late  unplaced  proposed   booked")  # noqa: T201
        print(  # noqa: T201
            f"{seed:6}{told.theirs.days:8} d{told.theirs.unplaced:10}{told.ours.days:8} d{told.ours.unplaced:10}"
            f"{told.proposing:9.2f} s{told.booking:7.2f} s"
        )
    assert told.refusals == []
    assert told.ours.days < told.theirs.days
    assert told.ours.unplaced <= told.theirs.unplaced
    assert told.proposing <= SECONDS
