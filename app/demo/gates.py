"""What a job of the demo waits for: its art, its blanks, sometimes its deposit."""

from __future__ import annotations

import datetime as dt

from models.approvals import Decision as Answer
from models.core import clock
from models.gates import GateStatus, JobGate
from models.jobs import Job, JobStatus
from models.jobs.life import PRODUCED

from . import hours
from .billing import deposit
from .designs import WISHES, answer, ask, draw
from .maturity import between, hours_to_answer, is_trouble
from .purchasing import fetch_blanks
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

MORNING, NIGHT = 7, 22
"""Hours of the day between which customers answer, on any day of the week."""

MOST_DAYS = 25
"""Working days after which somebody finds a way without the blanks."""


def pass_all(shop: Simulation, job: Job) -> Decision:
    """Until the job is ready; returns whether it still can be made."""
    yield from deposit(shop, job)
    yield from _art(shop, job)
    yield from _blanks(shop, job)
    yield shop.in_hours(0.2, 4)
    if not (yield from stand_ready(shop, job)):
        return False
    if shop.chance(0.03):
        yield shop.in_hours(0.5, 4)
        yield from _falls(shop, job, shop.random.choice(MISSING))
        return (yield from stand_ready(shop, job))
    return True


def _gate(job: Job, name: str) -> JobGate:
    return next(gate for gate in job.gates if gate.gate == name)


def _art(shop: Simulation, job: Job) -> Story:
    gate = _gate(job, "art")
    if shop.chance(0.04):
        shop.do("manager", gate, "waive", reason=shop.random.choice(WAIVED))
        return
    versions = _rounds(shop, job)
    for number in range(1, versions + 1):
        yield shop.in_hours(2, 6)
        with shop.by("artist"):
            version = draw(shop, job, number)
        asked = ask(shop, version)
        if asked is None:
            yield shop.in_hours(1, 10 if number == versions else 14)
            continue
        yield _when_they_answer(shop)
        if not asked.is_pending:
            continue
        if number < versions:
            answer(shop, asked, Answer.CHANGES_REQUESTED, shop.random.choice(WISHES))
        else:
            answer(shop, asked, Answer.APPROVED)
    if gate.is_blocked:
        yield shop.in_hours(0.1, 0.5)
    if gate.is_blocked:
        shop.do("artist", gate, "mark_passed")


def _rounds(shop: Simulation, job: Job) -> int:
    """How many versions it takes: fewer and fewer, but for the customer who is never content."""
    if is_trouble(job):
        return shop.random.choice((3, 4, 4, 5))
    likely = between(shop, 0.75, 0.3)
    return 1 + shop.chance(likely) + shop.chance(likely / 3)


def _when_they_answer(shop: Simulation) -> dt.datetime:
    """Some answer at once and some late; nobody at night."""
    moment = clock.now() + dt.timedelta(hours=hours_to_answer(shop) * shop.random.triangular(0.2, 2.0, 0.8))
    local = clock.shop_time(moment)
    if MORNING <= local.hour < NIGHT:
        return moment
    day = local.date() + dt.timedelta(days=local.hour >= NIGHT)
    return hours.moment(day, MORNING + shop.random.uniform(0, 1.5))


def _blanks(shop: Simulation, job: Job) -> Story:
    """The gate opens by itself once what was ordered is there."""
    gate = _gate(job, "blanks")
    yield shop.in_hours(1, 18)
    yield from _until_open(shop, job, gate)
    if gate.status == GateStatus.PASSED and shop.chance(0.05):
        yield from _falls(shop, job, shop.random.choice(MISSING))


def _until_open(shop: Simulation, job: Job, gate: JobGate) -> Story:
    """Wait for what is ordered; a manager does without in the end."""
    for _ in range(MOST_DAYS):
        if not gate.is_blocked or job.status != JobStatus.PREP:
            return
        if not gate.is_followed:
            shop.do("printer", gate, "mark_passed")
            return
        yield shop.in_days(1, 1)
    if gate.is_blocked and job.status == JobStatus.PREP:
        shop.do("manager", gate, "waive", reason=WAIVED[-1])


def have_blanks(shop: Simulation, job: Job) -> None:
    """Pass the blanks gate now, whatever it takes."""
    gate = _gate(job, "blanks")
    if gate.is_blocked and gate.is_followed:
        fetch_blanks(shop, job)
    elif gate.is_blocked:
        shop.do("printer", gate, "mark_passed")


def stand_ready(shop: Simulation, job: Job) -> Decision:
    """Until nothing holds a job in preparation back; returns whether it is ready."""
    while job.status == JobStatus.PREP:
        for gate in job.blocked_gates():
            yield from _until_open(shop, job, gate)
        if job.status == JobStatus.PREP and not job.blocked_gates():
            shop.do(shop.random.choice(("office", "printer")), job, "mark_ready")
    return job.status == JobStatus.READY


def _falls(shop: Simulation, job: Job, reason: str) -> Story:
    """The blanks are missing after all, until a day that is roughly the expected one."""
    gate, days = _gate(job, "blanks"), shop.random.randint(2, 7)
    if gate.status != GateStatus.PASSED:
        return
    expected = hours.workday_after(clock.shop_day(), days)
    shop.do("printer", gate, "block", reason=reason, expected_on=expected)
    yield shop.on(hours.workday_after(expected, shop.random.choice((0, 0, 0, 1, 3))))
    if gate.is_blocked:
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
        if gate.is_blocked:
            shop.do("printer", gate, "mark_passed")
