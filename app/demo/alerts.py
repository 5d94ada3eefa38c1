"""The alerts of the demo's last weeks: looked for each working morning, and at the end, and dealt with by people.

What anybody does about one follows from its own title and the day, and draws nothing from the dice of the rest.
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Sequence
from random import Random
from typing import Final, NamedTuple

import sqlalchemy as sa

from models.alerts import (
    ALERT_RULES,
    AlertRule,
    AlertStatus,
    AlertType,
    BusinessAlert,
    lay_out_routes,
    lay_out_rules,
    mailing,
)
from models.alerts.checking import check
from models.core import clock
from models.core.actor import CLOCK
from models.people import StaffUser

from .registry import closing, every_workday, opening
from .simulation import Simulation

SINCE: Final = dt.timedelta(weeks=4)
"""So long before the present the shop began to look for alerts."""


class Answers(NamedTuple):
    """What people say about alerts of one type: who is asked, what they write below, and what they did about it."""

    who: Sequence[str]
    words: Sequence[str]
    done: Sequence[str]


T = AlertType
ANSWERS: Final = {
    T.LOW_INVENTORY: Answers(
        ("office", "manager"),
        (
            "On the next order to Prairie.",
            "Enough for what is promised; it can wait.",
            "Counted it: the number is right.",
        ),
        ("Ordered, with some to spare.", "Ordered this morning."),
    ),
    T.HIGH_COSTS: Answers(
        ("manager", "bookkeeper"),
        (
            "The reprint is in it.",
            "Set up twice: the press stood still.",
            "Ask Rosa how long the rest takes.",
        ),
        ("Talked it over with production.", "The next quote like this one will be higher."),
    ),
    T.OVERDUE_JOBS: Answers(
        ("office", "manager", "printer"),
        ("They know, and do not mind.", "Called twice, no answer.", "It is printed, only packing is left."),
        ("A new day is agreed.", "Told the customer."),
    ),
    T.CAPACITY_EXCEEDED: Answers(
        ("manager", "office"),
        ("Sam helps out for two hours.", "The polos can go a day earlier."),
        ("Moved one to the day after.", "We stay longer that day."),
    ),
    T.PROFIT_MARGIN_LOW: Answers(
        ("manager", "bookkeeper"),
        ("That discount was too much.", "Blanks cost more now than when it was quoted."),
        ("Prices of this product are raised.", "A gift to a good customer; leave it."),
    ),
}


@opening(95)
def lay_alerts_out(shop: Simulation) -> None:
    """Each rule has its limits, each role what it is told of."""
    lay_out_rules(shop.session)
    lay_out_routes(shop.session)


@every_workday(at=7.1)
def look_for_alerts(shop: Simulation) -> None:
    """What the clock does every minute, once a morning; and what is new is mailed."""
    if shop.has_portal and clock.now() >= shop.until - SINCE:
        _check(shop)
        for user_id in mailing.people_to_mail(shop.session):
            with shop.by(CLOCK):
                mailing.gather(shop.session, shop.session.get_one(StaffUser, user_id))


@closing(95)
def look_at_the_end(shop: Simulation) -> None:
    """Whoever opens the shop finds what is true now, and that some of it was seen to."""
    if shop.has_portal:
        _check(shop)
        deal_with_alerts(shop)


def _check(shop: Simulation) -> None:
    for rule in shop.session.scalars(sa.select(AlertRule).order_by(AlertRule.name)).all():
        if rule.name in ALERT_RULES:
            with shop.by(CLOCK):
                check(shop.session, rule)


@every_workday(at=9.3)
def deal_with_alerts(shop: Simulation) -> None:
    """Somebody sees to some of them: says a word, takes it on, puts it off, or settles it."""
    waiting = sa.select(BusinessAlert).where(BusinessAlert.status == AlertStatus.OPEN)
    for alert in shop.session.scalars(waiting.order_by(BusinessAlert.id)).all():
        answers = ANSWERS.get(alert.type)
        able = [who for who in answers.who if alert.is_for(shop.staff[who])] if answers else []
        if answers and able:
            _deal_with(shop, alert, able, answers)


def _deal_with(shop: Simulation, alert: BusinessAlert, able: Sequence[str], answers: Answers) -> None:
    dice = Random(zlib.crc32(f"{alert.title} {clock.shop_day()}".encode()))  # noqa: S311 - a story, no secret
    fate, who = dice.random(), dice.choice(able)
    if fate < 0.34:
        shop.do(who, alert, "comment", text=dice.choice(answers.words))
    if fate < 0.12:
        shop.do(who, alert, "snooze", until=clock.shop_day() + dt.timedelta(days=dice.randint(2, 9)))
    elif fate < 0.2:
        shop.do(who, alert, "assign", user_id=int(shop.staff[able[0]].reference or 0))
    elif 0.34 <= fate < 0.44:
        shop.do(who, alert, "resolve", reason=dice.choice(answers.done))
