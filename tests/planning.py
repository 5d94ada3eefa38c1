"""Made-up shops to be planned, and a checker of plans that shares no code with the planner."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from decimal import Decimal

from models.scheduling.planning import Place, Problem, Resource, Work, ticks

MONDAY = dt.date(2026, 11, 30)
STAGES = {"design": 1, "prep": 3, "printing": 4, "quality": 5, "packing": 6}
METHODS = ("SCREEN_PRINT", "EMBROIDERY", "HTV", "DTF")


def working_days(count: int) -> tuple[dt.date, ...]:
    days = (MONDAY + dt.timedelta(days=each) for each in range(count * 2))
    return tuple(day for day in days if day.weekday() < 5)[:count]


def hours(text: str | float) -> int:
    return ticks(Decimal(str(text)))


def a_shop(seed: int, operations: int = 200, people: int = 8, days: int = 10) -> Problem:
    """A busy shop: jobs of several stages, due at random, some of them rushes, some held by a gate."""
    chance = random.Random(seed)
    horizon = working_days(days)
    full = dict.fromkeys(horizon, hours(8))
    return Problem(
        days=horizon,
        works=tuple(_works(chance, operations, horizon)),
        people=tuple(_person(chance, number, horizon) for number in range(people)),
        machines=tuple(
            Resource(f"m{number}", f"Press {number}", frozenset({("printing", method)}), full)
            for number, method in enumerate((*METHODS, "SCREEN_PRINT"))
        ),
        length=full,
    )


def _person(chance: random.Random, number: int, days: tuple[dt.date, ...]) -> Resource:
    can = {("printing", METHODS[number % 4]), ("printing", METHODS[(number + 1) % 4])}
    for stage, who in (("design", 3), ("prep", 2), ("quality", 2), ("packing", 2)):
        if (number + len(stage)) % who == 0:
            can.add((stage, None))
    left = {day: hours(chance.choice((8, 8, 8, 6, 4))) for day in days}
    if chance.random() < 0.3:
        left[chance.choice(days)] = 0
    return Resource(f"p{number}", f"Person {number}", frozenset(can), left)


def _works(chance: random.Random, count: int, days: tuple[dt.date, ...]) -> list[Work]:
    made: list[Work] = []
    job = 0
    while len(made) < count:
        job += 1
        method = chance.choice(METHODS)
        due = days[0] + dt.timedelta(days=chance.randint(1, 15))
        is_rush = chance.random() < 0.1
        earliest = chance.choice(days[:4]) if chance.random() < 0.15 else None
        stages = [stage for stage in STAGES if stage != "design" or chance.random() < 0.4]
        for stage in stages[: count - len(made)]:
            long = {"printing": 8.0, "design": 4.0, "prep": 2.0}.get(stage, 2.5)
            made.append(
                Work(
                    id=f"o{len(made)}",
                    job=f"j{job:03}",
                    stage=STAGES[stage],
                    skill=stage,
                    hours=hours(round(chance.uniform(0.3, long), 2)),
                    method=method if stage == "printing" else None,
                    due=due,
                    is_rush=is_rush,
                    earliest=earliest,
                    arrived=job,
                    name=f"{stage.capitalize()} of J-{job}",
                    doing=stage,
                )
            )
    return made


def broken_rules(problem: Problem, places: dict[str, Place]) -> list[str]:
    """Every rule that these places break, as sentences; who stays where they are may lack the skill."""
    people = {each.id: each for each in problem.people}
    machines = {each.id: each for each in problem.machines}
    placed = [(w, places[w.id]) for w in problem.works if w.id in places and not w.is_fixed]
    told = _overbooked(placed, {**people, **machines})
    for work, place in placed:
        if place.day not in problem.days or (work.earliest and place.day < work.earliest):
            told.append(f"{work.id} stands on {place.day}")
        if place == work.at:
            continue
        if not place.person or not people[place.person].does(work.skill, work.method):
            told.append(f"{place.person} cannot do {work.id}")
        served = [each.id for each in problem.machines if each.does(work.skill, work.method)]
        if (place.machine not in served) if served else place.machine:
            told.append(f"{place.machine} does not serve {work.id}")
    by_job: defaultdict[str, list[Work]] = defaultdict(list)
    for work in problem.works:
        by_job[work.job].append(work)
    return told + [each for works in by_job.values() for each in _out_of_order(problem, works, places)]


def _overbooked(placed: list[tuple[Work, Place]], resources: dict[str, Resource]) -> list[str]:
    used: defaultdict[tuple[str, dt.date], int] = defaultdict(int)
    for work, place in placed:
        for resource in filter(None, (place.person, place.machine)):
            used[resource, place.day] += work.hours
    left = {key: resources[key[0]].left.get(key[1], 0) for key in used}
    return [f"{key} has {used[key]} of {left[key]}" for key in used if used[key] > left[key]]


def _out_of_order(problem: Problem, works: list[Work], places: dict[str, Place]) -> list[str]:
    told = []
    where = {
        work.id: place.day for work in works if (place := work.at if work.is_fixed else places.get(work.id))
    }
    for first in works:
        for then in works:
            if first.stage >= then.stage or then.id not in where or (first.is_fixed and then.is_fixed):
                continue
            if first.id not in where and not (first.is_fixed or then.is_fixed):
                told.append(f"{then.id} has a place and {first.id} before it has none")
            if first.id in where and where[first.id] > where[then.id]:
                told.append(f"{then.id} stands before {first.id}")
    for day in set(where.values()) & set(problem.length):
        longest: defaultdict[int, int] = defaultdict(int)
        here = [work for work in works if where.get(work.id) == day]
        for work in here:
            longest[work.stage] = max(longest[work.stage], work.hours)
        stays = all(work.is_fixed for work in here)
        if len(longest) > 1 and sum(longest.values()) > problem.length[day] and not stays:
            told.append(f"{works[0].job} has {sum(longest.values())} one after another on {day}")
    return told
