"""The jobs of the last weeks that every demo has, whatever else happened: one or more in each state (orders.csv)."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any, NamedTuple

from models.approvals import Decision
from models.core import clock
from models.jobs import Job, JobStatus

from . import hours
from .designs import answer, ask, draw
from .gates import have_blanks
from .orders import Order, type_in
from .registry import opening
from .simulation import Simulation, Story
from .work import note_misprints, send_off


class Deed(NamedTuple):
    """What somebody (a user name) does to the job, or to one of its gates (`gate`)."""

    who: str
    verb: str
    arguments: dict[str, Any] = {}
    gate: str = ""


def _on(gate: str, who: str, verb: str, **arguments: Any) -> Deed:
    return Deed(who, verb, arguments, gate)


def _missing(gate: str, who: str, reason: str) -> list[Deed]:
    return [_on(gate, who, "block", reason=reason, expected_on=dt.timedelta(days=9))]


SENT = [Deed("office", "send_quote")]
APPROVED = [*SENT, Deed("office", "accept_quote")]
PREP = [*APPROVED, Deed("artist", "begin_prep")]
PASSED = [_on("art", "artist", "mark_passed"), _on("blanks", "printer", "mark_passed")]
READY = [*PREP, *PASSED, Deed("office", "mark_ready")]
PRODUCTION = [*READY, Deed("printer", "start_production")]
QUALITY = [*PRODUCTION, Deed("printer", "send_to_quality_check")]
PACKED = [*QUALITY, Deed("printer", "pack")]
PICKUP = [*PACKED, Deed("office", "ready_for_pickup", {"message": "Ring at the back door after four."})]
REMAKE = Deed("printer", "remake", {"cause": "Smeared print", "quantity": 2})
HOLD = Deed("office", "hold", {"reason": "The club changes its crest", "tell_customer": True})
CANCEL = Deed("manager", "cancel", {"reason": "The customer closed the branch"})

MISTAKEN = Deed("manager", "step_back", {"reason": "The wrong job was open on the tablet"})
CHANGE = {"what": "Ten more in M", "amount": "145.00", "accepted_by": "The office, by telephone"}

PATHS: dict[str, list[Deed]] = {
    "quote": [],
    "quote sent": [Deed("office", "use_price"), *SENT],
    "declined": [
        *SENT,
        Deed("office", "revise_quote"),
        *SENT,
        Deed("office", "decline", {"reason": "Went with a lower offer"}),
    ],
    "expired": SENT,
    "approved": [*APPROVED, Deed("office", "change_order", CHANGE)],
    "prep": PREP,
    "blanks missing": [*PREP, *PASSED, *_missing("blanks", "printer", "Navy L and XL are on back order")],
    "deposit missing": [*PREP, Deed("office", "ask_for_deposit")],
    "rush": [*APPROVED, Deed("office", "accept_rush"), *READY[2:]],
    "ready": READY,
    "on hold": [*READY, HOLD, Deed("office", "resume"), HOLD],
    "production": PRODUCTION,
    "quality": [*QUALITY, REMAKE, QUALITY[-1]],
    "packed": [*PACKED, MISTAKEN, PACKED[-1]],
    "pickup": PICKUP,
    "shipped": [*PACKED, Deed("printer", "ship", {"carrier": "UPS", "tracking": "1Z687E830391874206"})],
    "completed": [*PICKUP, Deed("office", "complete")],
    "cancelled": [*APPROVED, CANCEL],
    "reopened": [
        *PRODUCTION,
        Deed("manager", "cancel", {"reason": "Lost the venue"}),
        Deed("manager", "reopen", {"reason": "Found another venue"}),
    ],
}
"""How far an order of orders.csv came, to what was done to its job, in order."""


@opening(90)
def plan_the_present(shop: Simulation) -> None:
    """Begin each order of orders.csv so many days before the present."""
    with (Path(__file__).parent / "orders.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            asked = shop.until - dt.timedelta(days=int(row["asked"]), hours=shop.random.uniform(0, 6))
            shop.begin(_life(shop, row), max(hours.before(asked), shop.began))


def _life(shop: Simulation, row: dict[str, str]) -> Story:
    """Do what the order's path says, spread evenly until the present, in working hours."""
    asked, deeds = clock.now(), PATHS[row["reached"]]
    job = type_in(shop, _order(shop, row))
    pause = (shop.until - asked) / (len(deeds) + 1)
    if row["reached"] == "expired":
        pause = dt.timedelta(hours=2)
    for number, deed in enumerate(deeds, start=1):
        yield hours.before(asked + number * pause)
        _do(shop, job, deed)


def _order(shop: Simulation, row: dict[str, str]) -> Order:
    sizes = {size: int(count) for size, count in (pair.split(":") for pair in _pairs(row["sizes"]))}
    due_on = hours.workday_after(clock.shop_day(shop.until) + dt.timedelta(days=int(row["due"])), 0)
    return Order(row["customer"], row["title"], row["product"], row["garment"], sizes, due_on)


def _pairs(sizes: str) -> list[str]:
    return [sizes] if sizes.startswith("One size") else sizes.split()


def _do(shop: Simulation, job: Job, deed: Deed) -> None:
    row = next(gate for gate in job.gates if gate.gate == deed.gate) if deed.gate else job
    arguments = dict(deed.arguments)
    if "expected_on" in arguments:
        arguments["expected_on"] = hours.workday_after(
            clock.shop_day(shop.until) + arguments["expected_on"], 0
        )
    if deed.verb == "mark_passed" and deed.gate == "art" and _is_approved(shop, job):
        return  # the customer's answer has passed the gate
    if deed.verb == "mark_passed" and deed.gate == "blanks":
        have_blanks(shop, job)
        return
    if deed.verb in ("mark_ready", "start_production") and any(
        gate.is_followed for gate in job.blocked_gates()
    ):
        have_blanks(shop, job)  # a misprint took what lay there for it
        if deed.verb == "start_production" and job.status == JobStatus.PREP:
            shop.do("office", job, "mark_ready")
    if deed.verb == "ship":
        send_off(shop, job)
    shop.do(deed.who, row, deed.verb, **arguments)
    if deed.verb == "remake":
        note_misprints(shop, job, arguments["cause"], arguments["quantity"])


def _is_approved(shop: Simulation, job: Job) -> bool:
    """Draw the art and have it approved; False when the shop asks nobody about it."""
    with shop.by("artist"):
        version = draw(shop, job, 1)
    asked = ask(shop, version)
    if asked is not None:
        answer(shop, asked, Decision.APPROVED)
    return asked is not None
