"""How far the demo shop had come by some day of its two years: what it learned shows in its key figures."""

from __future__ import annotations

import datetime as dt
import math
import zlib
from typing import Final

from models.core import clock
from models.jobs import Job

from .customers import profiles
from .simulation import Simulation

LEARNING: Final = dt.timedelta(days=730)
"""How long before the present the shop began to work as it does now."""

EARLIEST: Final = frozenset({"Acme", "Rival", "Crestline Events"})
"""Customers who used the portal from its first day."""

FIRST, LAST = 0.2, 0.8
"""The share of the other customers who use the portal at the beginning and now."""

SLOW, QUICK = 46.0, 5.0
"""Hours in which customers answered about a proof at the beginning, and do now, half of them sooner."""

TURN: Final = 0.5
STEEPNESS: Final = 14
"""When proofs began to be answered on the telephone in one's hand, as a share of the two years, and how suddenly."""


def maturity(shop: Simulation) -> float:
    """0 two years before the present, or earlier; 1 at the present."""
    return min(1.0, max(0.0, 1 - (shop.until - clock.now()) / LEARNING))


def between(shop: Simulation, at_first: float, now: float) -> float:
    """A number that went evenly from one to the other in the two years."""
    return at_first + (now - at_first) * maturity(shop)


def hours_to_answer(shop: Simulation) -> float:
    """In how many hours half of the customers answer about a proof at this time."""
    return QUICK + (SLOW - QUICK) / (1 + math.exp(STEEPNESS * (maturity(shop) - TURN)))


def is_on_the_portal(shop: Simulation, job: Job) -> bool:
    """Whether the customer of `job` does by this time on the portal what can be done there."""
    if not shop.has_portal or job.contact is None:
        return False
    name = job.customer.name
    reluctance = zlib.crc32(name.encode()) % 1000 / 1000
    return name in EARLIEST or reluctance < between(shop, FIRST, LAST)


def is_trouble(job: Job) -> bool:
    """Whether the customer is the one who pays late, changes its mind and calls off."""
    known = profiles().get(job.customer.name)
    return known is not None and known.temper == "bad"
