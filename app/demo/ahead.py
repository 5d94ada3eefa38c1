"""Orders for the coming month: promised and mostly ready, repeats of earlier prints, so that there is work to plan for.

Embroidery comes every other time: one head and somebody for the mornings are the shop's bottleneck.
"""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Final, NamedTuple

from models.core import clock
from models.jobs import Job

from . import hours
from .customers import Profile, profiles, speaker
from .gates import have_blanks
from .orders import Order, sizes_of, type_in, wishes
from .registry import opening
from .simulation import Simulation, Story

NUMBER: Final = 36
"""Orders; more in a shop of five people would not be done in a month."""

DUE_FROM: Final = 4
"""Working days until the first is wanted."""

DUE_WITHIN: Final = 22
"""Working days from there until the last is."""

ASKED_IN: Final = 8
"""Working days before the present in which they were asked for."""


class Kind(NamedTuple):
    """What is wanted: an article and its garment, the fewest and the most pieces."""

    product: str
    garment: str
    fewest: int
    most: int


KINDS: Final = (
    Kind("CAP-EMB", "Cap, khaki", 18, 24),
    Kind("JERSEY-HTV", "Jersey, royal", 36, 70),
    Kind("POLO-EMB", "Polo, navy", 18, 24),
    Kind("TEE-DTG", "T-shirt, black", 40, 80),
    Kind("BEANIE-EMB", "Beanie, charcoal", 18, 24),
    Kind("TEE-DTF", "T-shirt, white", 90, 180),
)
"""One after the other."""

REPEATED: Final = "Repeat of last year's print"

BLANKS_MISSING: Final = 5
"""Every so many-th waits for its blanks."""

UNTOUCHED: Final = 7
"""Every so many-th is only promised yet: its work stays in the backlog."""


@opening(95)
def promise_a_month(shop: Simulation) -> None:
    """Begin each of the orders a few days before the present, unless the shop had not opened yet."""
    today = clock.shop_day(shop.until)
    for number, kind in zip(range(NUMBER), itertools.cycle(KINDS), strict=False):
        due_on = hours.workday_after(today, DUE_FROM + number * DUE_WITHIN // NUMBER)
        asked = hours.before(shop.until - dt.timedelta(days=ASKED_IN - number % ASKED_IN + 2))
        if asked >= shop.began:
            shop.begin(_promised(shop, _order(shop, kind, due_on), number), asked)


def _order(shop: Simulation, kind: Kind, due_on: dt.date) -> Order:
    wanted = [wish for wish in wishes() if wish.product == kind.product]
    askers = [each for each in profiles().values() if _is_one(each)]
    profile, wish = shop.random.choice(
        [(who, wish) for wish in wanted for who in askers if who.kind == wish.kind]
    )
    sizes = sizes_of(shop, kind.garment, shop.random.randint(kind.fewest, kind.most))
    title = wish.title.format(year=due_on.year)
    return Order(profile.name, title, kind.product, kind.garment, sizes, due_on)


def _is_one(profile: Profile) -> bool:
    """Whether they are no trouble; Acme and Rival have stories of their own."""
    return profile.temper != "bad" and profile.name not in ("Acme", "Rival")


def _promised(shop: Simulation, order: Order, number: int) -> Story:
    """From the order until it could be printed; the art is there already."""
    job = type_in(shop, order)
    yield shop.in_hours(0.3, 3)
    shop.do("office", job, "send_quote")
    yield shop.in_hours(1, 5)
    shop.do(speaker(job), job, "accept_quote")
    if number % UNTOUCHED == UNTOUCHED - 1:
        return
    yield shop.in_hours(0.5, 4)
    shop.do("artist", job, "begin_prep")
    yield from _is_prepared(shop, job, is_blocked=number % BLANKS_MISSING == BLANKS_MISSING - 1)


def _is_prepared(shop: Simulation, job: Job, *, is_blocked: bool) -> Story:
    gates = {gate.gate: gate for gate in job.gates}
    shop.do("manager", gates["art"], "waive", reason=REPEATED)
    yield shop.in_hours(0.5, 4)
    if not is_blocked:
        have_blanks(shop, job)
    elif not gates["blanks"].is_blocked:
        expected = hours.workday_after(clock.shop_day(shop.until), shop.random.randint(2, 4))
        shop.do("printer", gates["blanks"], "block", reason="The mill is behind", expected_on=expected)
    if not job.blocked_gates():
        shop.do("office", job, "mark_ready")
