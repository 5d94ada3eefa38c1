"""Making it: one press for each method, so that a job may wait for the one before it. Embroidery is the bottleneck."""

from __future__ import annotations

import datetime as dt

from models.core import clock
from models.jobs import DecorationMethod, Job, JobStatus

from . import gates, hours, work
from .maturity import between, is_trouble
from .simulation import Decision, Simulation, Story

M, S = DecorationMethod, JobStatus

SPEED = {M.SCREEN_PRINT: 48, M.DTF: 60, M.DTG: 24, M.HTV: 17, M.EMBROIDERY: 2.8}
"""Pieces an hour. Caps and polos are stitched one by one, on one head."""

SET_UP = 0.5
"""Hours before the first piece."""

REMADE_FOR = (
    "Smeared print",
    "Second color off register",
    "Thread tension",
    "Scorched by the dryer",
    "Wrong size list",
    "Print is crooked",
)


class Presses:
    """When each method's press is free again."""

    def __init__(self) -> None:
        self.free: dict[DecorationMethod, dt.datetime] = {}

    def book(
        self, method: DecorationMethod, work: float, *, at_once: bool
    ) -> tuple[dt.datetime, dt.datetime]:
        """Begin and end of `work` hours, after what is booked already or, at once, before it."""
        now = clock.now()
        free = max(self.free.get(method, now), now)
        begin = hours.after(now if at_once else free, 0.25)
        end = hours.after(begin, work)
        self.free[method] = hours.after(free, work)
        return begin, end


def make(shop: Simulation, job: Job, *, is_rush: bool) -> Decision:
    """Print, check, sometimes print again, pack; returns whether it was packed."""
    method = job.items[0].decorations[0].decoration_method
    work = SET_UP + job.items[0].quantity / SPEED[method]
    begin, end = shop.own(Presses).book(method, work, at_once=is_rush)
    yield begin
    if not (yield from gates.stand_ready(shop, job)):
        return False
    shop.do("printer", job, "start_production")
    yield from _is_interrupted(shop, job)
    yield max(end, clock.now())
    if job.status != S.IN_PRODUCTION:
        return False
    shop.do("printer", job, "send_to_quality_check")
    _is_spoiled(shop, job)
    yield from _is_made_again(shop, job)
    yield shop.in_hours(0.5, 5)
    shop.do("printer", job, "pack")
    return True


def _is_interrupted(shop: Simulation, job: Job) -> Story:
    """A job started by mistake, or one that must stand while a part is fetched."""
    if shop.chance(0.015) and not job.blocked_gates():
        shop.do("manager", job, "step_back", reason="Started on the wrong press")
        yield shop.in_hours(0.2, 2)
        if (yield from gates.stand_ready(shop, job)):
            shop.do("printer", job, "start_production")
    elif shop.chance(0.02):
        yield shop.in_hours(0.2, 1)
        shop.do("printer", job, "hold", reason="A needle bar broke, the part comes tomorrow")
        yield shop.in_days(1, 3)
        shop.do("manager", job, "resume")


def _is_spoiled(shop: Simulation, job: Job) -> None:
    """Pieces that the spares make up for: fewer and fewer of them."""
    if shop.chance(between(shop, 0.62, 0.42)):
        pieces = job.items[0].quantity
        quantity = max(1, round(pieces * shop.random.uniform(0.025, 0.08)))
        work.note_misprints(shop, job, shop.random.choice(REMADE_FOR), quantity)


def _is_made_again(shop: Simulation, job: Job) -> Story:
    while shop.chance(0.35 if is_trouble(job) else 0.05):
        yield shop.in_hours(0.3, 3)
        quantity = shop.random.randint(1, max(1, job.items[0].quantity // 8))
        cause = shop.random.choice(REMADE_FOR)
        shop.do("printer", job, "remake", cause=cause, quantity=quantity)
        work.note_misprints(shop, job, cause, quantity)
        yield shop.in_hours(1, 8)
        shop.do("printer", job, "send_to_quality_check")
