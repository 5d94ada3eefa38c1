"""Telling people of alerts: whoever routes them to mails and pages registers here.

    @on_told
    def route(session: Session, alert: BusinessAlert, reason: Reason) -> None:

Called in the transaction in which the alert began, returned or became worse than anybody was told, once for each.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Final

from sqlalchemy.orm import Session

from .business_alert import BusinessAlert


class Reason(enum.StrEnum):
    """Why people are told of an alert."""

    NEW = "new"
    RISEN = "risen"
    RETURNED = "returned"


Teller = Callable[[Session, BusinessAlert, Reason], None]

_tellers: Final[list[Teller]] = []


def on_told(teller: Teller) -> Teller:
    """Have `teller` called for every alert of which people are to be told."""
    _tellers.append(teller)
    return teller


def tell(session: Session, alert: BusinessAlert, reason: Reason) -> None:
    """Tell people of `alert`. Does not commit."""
    alert.tell()
    for teller in _tellers:
        teller(session, alert, reason)
