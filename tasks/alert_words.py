"""What the mails about alerts say: the fact, the two numbers, what it means, and where it is dealt with."""

from __future__ import annotations

from typing import Any

from models.alerts import BusinessAlert
from models.alerts.words import facts_of, numbers_of, standing_of
from models.core.labels import choice_label
from models.notifications import ClaimedMail
from models.people import StaffUser

from .addresses import address, address_of
from .desk import Desk, Gone


def alerts_of(desk: Desk, mail: ClaimedMail) -> list[BusinessAlert]:
    """The alerts that `mail` tells of. `Gone` when whom it is for may see none of them any more."""
    reader = desk.row(StaffUser, mail.data["user_id"]).as_actor()
    told = [desk.row(BusinessAlert, each) for each in mail.data["alert_ids"]]
    theirs = [each for each in told if each.is_for(reader)]
    if not theirs:
        raise Gone(f"These alerts are not for {mail.recipient_email} any more.")
    return theirs


def of_one(alert: BusinessAlert) -> dict[str, Any]:
    """The values of the mail about one alert."""
    return {
        "headline": alert.title,
        "severity": choice_label(alert.severity),
        "message": alert.message,
        "standing": _standing(alert),
        "facts": [list(fact) for fact in (*numbers_of(alert), *facts_of(alert))],
        "meaning": alert.about,
        "way": alert.way if alert.address else "",
        "way_url": address_of(alert.address),
    }


def of_many(told: list[BusinessAlert], mail: ClaimedMail) -> dict[str, Any]:
    """The values of a mail about several alerts, which are the gravest of those that it is about."""
    count = len(told) + mail.data["more"]
    noun = "alert" if count == 1 else "alerts"
    is_daily = mail.data["is_daily"]
    return {
        "headline": f"{count} new {noun} since yesterday" if is_daily else f"{count} critical {noun}",
        "lead": "What is new and still to be dealt with, the gravest first."
        if is_daily
        else "Each of these needs somebody now.",
        "alerts": [_line(each) for each in told],
        "more": mail.data["more"],
    }


def _line(alert: BusinessAlert) -> dict[str, str]:
    return {
        "severity": choice_label(alert.severity),
        "title": alert.title,
        "message": alert.message,
        "standing": _standing(alert),
        "url": address("alerts", alert.id, ""),
    }


def _standing(alert: BusinessAlert) -> str:
    """Where it stands by now, as a sentence."""
    standing = standing_of(alert)
    return f"{standing}." if standing else ""
