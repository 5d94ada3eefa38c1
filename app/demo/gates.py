"""What a job of the demo waits for: its art, its blanks, sometimes its deposit."""

from __future__ import annotations

from models.approvals import Decision as Answer
from models.core import clock
from models.gates import GateStatus, JobGate
from models.jobs import Job, JobStatus
from models.jobs.life import PRODUCED

from . import hours
from .billing import deposit
from .designs import WISHES, answer, ask, draw
from .registry import when
from .simulation import Decision, Simulation, Story

MISSING = (
    "L and XL are on back order",
    "The wholesaler sent the wrong color",
    "Half the carton did not arrive",
    "The mill is out of this shade",
)
FALLEN = ("Twelve pieces have holes", "Two cartons are a shade darker", "The collars are the old cut")
WAIVED = (
    "Repeat of last year's print",
    "The customer waived the proof",
    "Plain blanks from the shelf will do",
)


def pass_all(shop: Simulation, job: Job) -> Decision:
    """Until the job is ready; returns whether it still can be made."""
    yield from deposit(shop, job)
    yield from _art(shop, job)
    yield from _blanks(shop, job)
    yield shop.in_hours(0.2, 4)
    if job.status != JobStatus.PREP:
        return False
    shop.do(shop.random.choice(("office", "printer")), job, "mark_ready")
    if shop.chance(0.03):
        yield shop.in_hours(0.5, 4)
        yield from _falls(shop, job, shop.random.choice(MISSING))
        shop.do("office", job, "mark_ready")
    return True


def _gate(job: Job, name: str) -> JobGate:
    return next(gate for gate in job.gates if gate.gate == name)


def _art(shop: Simulation, job: Job) -> Story:
    gate = _gate(job, "art")
    if shop.chance(0.04):
        shop.do("manager", gate, "waive", reason=shop.random.choice(WAIVED))
        return
    yield shop.in_hours(2, 9)
    versions = shop.random.choice((1, 1, 1, 2, 2, 3))
    for number in range(1, versions + 1):
        with shop.by("artist"):
            version = draw(shop, job, number)
        asked = ask(shop, version)
        yield shop.in_hours(1, 10 if number == versions else 14)
        if asked is not None and number < versions:
            answer(shop, asked, Answer.CHANGES_REQUESTED, shop.random.choice(WISHES))
        elif asked is not None:
            answer(shop, asked, Answer.APPROVED)
    if gate.is_blocked:
        shop.do("artist", gate, "mark_passed")


def _blanks(shop: Simulation, job: Job) -> Story:
    gate = _gate(job, "blanks")
    yield shop.in_hours(1, 18)
    shop.do("printer", gate, "mark_passed")
    if shop.chance(0.09):
        yield from _falls(shop, job, shop.random.choice(MISSING))


def _falls(shop: Simulation, job: Job, reason: str) -> Story:
    """The blanks are missing after all, until a day that is roughly the expected one."""
    gate, days = _gate(job, "blanks"), shop.random.randint(2, 7)
    expected = hours.workday_after(clock.shop_day(), days)
    shop.do("printer", gate, "block", reason=reason, expected_on=expected)
    yield shop.on(hours.workday_after(expected, shop.random.choice((0, 0, 0, 1, 3))))
    shop.do("printer", gate, "mark_passed")


@when(Job, "start_production")
def find_flaws(shop: Simulation, job: Job) -> None:
    """Now and then a carton turns out to be flawed after printing began."""
    if shop.chance(0.02):
        shop.begin(_flaw(shop, job), shop.in_hours(0.2, 1))


def _flaw(shop: Simulation, job: Job) -> Story:
    gate = _gate(job, "blanks")
    if gate.status == GateStatus.PASSED and job.status in PRODUCED:
        shop.do("printer", gate, "block", reason=shop.random.choice(FALLEN))
        yield shop.in_hours(2, 12)
        shop.do("printer", gate, "mark_passed")
