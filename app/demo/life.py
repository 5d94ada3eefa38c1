"""A job's life in the demo shop, from the first call to the day it is fetched, with what goes wrong on the way."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from models.core import clock
from models.core.actor import CLOCK
from models.jobs import Job, JobStatus
from models.jobs.by_time import jobs_to_complete, quotes_to_expire

from . import gates, hours, orders, production, visits, work
from .customers import profiles
from .registry import every_workday
from .simulation import Decision, Simulation, Story

if TYPE_CHECKING:
    from .orders import Order

S = JobStatus

DECLINED_FOR = (
    "Went with a lower offer",
    "The budget was cut",
    "Needs them sooner than we can",
    "Postponed to next season",
    "A parent prints them for free",
)
CANCELLED_FOR = (
    "The event was called off",
    "The customer closed the branch",
    "Changed the logo and starts anew",
    "Rained out, and no new date",
    "Could not agree on the color",
)
CHANGES = (
    ("Six more in L", "87.00"),
    ("A second print on the sleeve", "64.50"),
    ("Four fewer in S", "-58.00"),
    ("Names on the backs", "120.00"),
    ("Softer garment, next grade up", "95.00"),
)
READY_NOTE = "It is on the shelf by the door. We are open weekdays from eight to five."
TAKEN_BACK_FOR = "The wrong job was open on the tablet"


def of_a_job(shop: Simulation, order: Order) -> Story:
    """Quote, decision, preparation, production, hand-over; each may end the story."""
    job = orders.type_in(shop, order)
    yield shop.in_hours(0.3, 9)
    if not (yield from _is_accepted(shop, job)):
        return
    yield from _is_refined(shop, job, order)
    yield shop.in_hours(1, 10)
    if job.status != S.APPROVED:
        return
    shop.do("artist", job, "begin_prep")
    if not (yield from gates.pass_all(shop, job)):
        return
    if (yield from _is_called_off(shop, job, 0.02)):
        return
    yield from _is_held(shop, job, 0.04)
    if (yield from production.make(shop, job, is_rush=order.is_rush)):
        yield from _is_handed_over(shop, job)


def _temper(job: Job) -> str:
    known = profiles().get(job.customer.name)
    return known.temper if known else "steady"


def _is_accepted(shop: Simulation, job: Job) -> Decision:
    """The way to a yes or a no; returns whether it was a yes."""
    if shop.chance(0.12):  # at the counter, without a mail
        shop.do("office", job, "accept_quote")
        return True
    shop.do("office", job, "send_quote")
    bad = _temper(job) == "bad"
    while shop.chance(0.6 if bad else 0.08):
        yield shop.in_days(1, 5)
        shop.do("office", job, "revise_quote")
        yield shop.in_hours(1, 6)
        shop.do("office", job, "send_quote")
    fate = shop.random.random()
    if fate < 0.13:
        return (yield from _silence(shop, job))
    yield shop.in_days(0, 6)
    if fate < 0.26:
        visits.decline(shop, job, shop.random.choice(DECLINED_FOR))
        return False
    visits.accept(shop, job)
    return True


def _silence(shop: Simulation, job: Job) -> Decision:
    """Nobody answers. The quote expires by itself; one customer in five comes back."""
    if not shop.chance(0.2):
        return False
    yield shop.in_days(25, 32)
    if job.status != S.EXPIRED:
        return False
    shop.do("office", job, "revise_quote")
    with shop.by("office"):
        days = shop.random.randint(*orders.LEAD_DAYS)
        job.due_on = hours.workday_after(clock.shop_day() + dt.timedelta(days=days), 0)
    shop.do("office", job, "send_quote")
    yield shop.in_days(0, 3)
    visits.accept(shop, job)
    return True


def _is_refined(shop: Simulation, job: Job, order: Order) -> Story:
    """A rush is taken on, or the customer changes something."""
    if order.is_rush:
        shop.do("office", job, "accept_rush")
    bad = _temper(job) == "bad"
    if shop.chance(0.5 if bad else 0.08):
        yield shop.in_hours(2, 8)
        what, amount = shop.random.choice(CHANGES)
        by = str(job.contact)
        shop.do("office", job, "change_order", what=what, amount=amount, accepted_by=by)
    yield from _is_called_off(shop, job, 0.25 if bad else 0.02)


def _is_called_off(shop: Simulation, job: Job, likelihood: float) -> Decision:
    """Whether the customer calls it off for good; some think better of it."""
    if job.status == S.CANCELLED or not shop.chance(likelihood):
        return job.status == S.CANCELLED
    yield shop.in_hours(1, 8)
    shop.do("manager", job, "cancel", reason=shop.random.choice(CANCELLED_FOR))
    if not shop.chance(0.25):
        return True
    yield shop.in_days(1, 4)
    shop.do("manager", job, "reopen", reason="They found a new date after all")
    return False


def _is_held(shop: Simulation, job: Job, likelihood: float) -> Story:
    if not shop.chance(0.3 if _temper(job) == "bad" else likelihood):
        return
    told = shop.chance(0.5)
    reason = shop.random.choice(("Waiting for a size list", "The club changes its crest", "On credit hold"))
    shop.do("office", job, "hold", reason=reason, tell_customer=told)
    yield shop.in_days(2, 7)
    shop.do("office", job, "resume")


def _is_handed_over(shop: Simulation, job: Job) -> Story:
    yield shop.in_hours(0.5, 6)
    if shop.chance(0.3):
        carrier = shop.random.choice(("UPS", "FedEx", "USPS"))
        tracking = f"1Z687E{shop.random.randrange(10**11):011}"
        work.send_off(shop, job)
        shop.do("printer", job, "ship", carrier=carrier, tracking=tracking)
        return  # the clock completes it
    shop.do("printer", job, "ready_for_pickup", message=READY_NOTE if shop.chance(0.3) else "")
    if shop.chance(0.02):
        yield shop.in_hours(0.2, 1)
        shop.do("manager", job, "step_back", reason=TAKEN_BACK_FOR)
        yield shop.in_hours(0.2, 2)
        shop.do("office", job, "ready_for_pickup")
    yield shop.in_days(0, 5)
    shop.do("office", job, "complete")
    if shop.chance(0.015):
        yield shop.in_days(1, 3)
        shop.do("manager", job, "reopen", reason="A carton was forgotten on the shelf")
        yield shop.in_days(0, 2)
        shop.do("office", job, "complete")


@every_workday(at=6)
def let_time_pass(shop: Simulation) -> None:
    """What the shop's own clock does to jobs: quotes expire, what was shipped has arrived."""
    for due, verb in ((quotes_to_expire, "expire"), (jobs_to_complete, "complete")):
        jobs = [shop.session.get_one(Job, job_id) for job_id in due(shop.session)]
        for job in sorted(jobs, key=lambda each: (len(each.number), each.number)):
            shop.do(CLOCK, job, verb)
