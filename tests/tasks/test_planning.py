"""Plans: no rule is broken, whatever the shop is like; what has no place says why."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.scheduling.planning import Place, Problem, Resource, Work, first_come_first_served, lateness_of
from tasks.planning import solve

from ..planning import MONDAY, a_shop, broken_rules, hours, working_days

DAYS = working_days(4)
FULL = dict.fromkeys(DAYS, hours(8))
DEE = Resource("dee", "Dee", frozenset({("printing", None)}), FULL)


def work(name: str, long: float = 2, **more: object) -> Work:
    given = {"job": "j", "stage": 4, "skill": "printing", "doing": "Printing", "name": f"Printing of {name}"}
    return Work(id=name, hours=hours(long), **{**given, **more})


def shop(*works: Work, people: tuple[Resource, ...] = (DEE,), machines: tuple[Resource, ...] = ()) -> Problem:
    return Problem(DAYS, works, people, machines, FULL)


@st.composite
def small_shops(draw: st.DrawFn) -> Problem:
    """A shop with some works on a day already, rightly or not, and some that cannot be moved."""
    problem = a_shop(
        draw(st.integers(0, 10_000)),
        operations=draw(st.integers(1, 14)),
        people=draw(st.integers(1, 4)),
        days=draw(st.integers(1, 4)),
    )
    people = st.sampled_from([each.id for each in problem.people])
    machines = st.sampled_from([None, *(each.id for each in problem.machines)])
    places = st.builds(Place, st.sampled_from(problem.days), people, machines)
    works = [
        replace(each, at=draw(places), is_fixed=draw(st.booleans())) if draw(st.booleans()) else each
        for each in problem.works
    ]
    return replace(problem, works=tuple(works))


@settings(max_examples=25, deadline=None)
@given(small_shops())
def test_no_plan_breaks_a_rule_and_each_work_has_a_place_or_a_reason(problem: Problem) -> None:
    for plan in (solve(problem, rounds=2), first_come_first_served(problem)):
        assert broken_rules(problem, dict(plan.places)) == []
        assert {*plan.places, *plan.unplaced} == {each.id for each in problem.works}
        assert not set(plan.places) & set(plan.unplaced)


def test_the_same_shop_is_planned_in_the_same_way() -> None:
    problem = a_shop(3, operations=60, people=3)
    assert solve(problem) == solve(problem)


def test_a_plan_is_less_late_than_first_come_first_served() -> None:
    problem = a_shop(3, operations=60, people=3)
    ours, theirs = solve(problem), first_come_first_served(problem)
    assert lateness_of(problem, ours.places).days < lateness_of(problem, theirs.places).days


def test_what_is_well_where_it_is_stays() -> None:
    place = Place(DAYS[2], "dee")
    plan = solve(shop(work("a", at=place), work("b", job="k", due=DAYS[0])))
    assert plan.places == {"a": place, "b": Place(DAYS[0], "dee")}


def test_a_booking_gives_way_to_a_job_that_would_be_late() -> None:
    busy = {**FULL, DAYS[0]: hours(4)}
    dee = replace(DEE, left=busy)
    here = Place(DAYS[0], "dee")
    plan = solve(shop(work("a", 4, at=here, due=DAYS[3]), work("b", 4, job="k", due=DAYS[0]), people=(dee,)))
    assert plan.places["b"].day == DAYS[0] < plan.places["a"].day


@pytest.mark.parametrize(
    ("problem", "why"),
    [
        (
            shop(work("J-1", 5.5), people=(replace(DEE, left={DAYS[1]: hours(3)}),)),
            "Nobody who can do Printing has 5.5 h on one day until Thu 3 Dec: the most is 3.0 h, Dee on Tue 1 Dec.",
        ),
        (shop(work("J-1", skill="sewing", doing="Sewing")), "Nobody can do Sewing"),
        (shop(work("J-1", 11)), "split it into 2 operations of at most 8.0 h"),
        (
            shop(work("J-1", earliest=MONDAY + dt.timedelta(days=30))),
            "It cannot begin before Wed 30 Dec. Look further ahead.",
        ),
        (
            shop(
                work("J-1", stage=5), work("J-2", at=Place(DAYS[0], "dee"), is_fixed=True, stage=4), people=()
            ),
            "Nobody can do Printing",
        ),
    ],
    ids=["too full", "no skill", "too long", "too early", "nobody there"],
)
def test_what_has_no_place_says_why(problem: Problem, why: str) -> None:
    assert why in solve(problem).unplaced["J-1"]


def test_a_later_stage_waits_for_one_that_has_no_place() -> None:
    plan = solve(shop(work("J-1", skill="sewing", stage=3), work("J-2")))
    assert plan.places == {}
    assert plan.unplaced["J-2"] == "Printing of J-1 has no place, and Printing comes after it."


def test_stages_of_one_day_follow_each_other_within_it() -> None:
    eve = replace(DEE, id="eve", name="Eve")
    plan = solve(shop(work("a", 6), work("b", 6, stage=5), people=(DEE, eve)))
    assert plan.places["a"].day < plan.places["b"].day
