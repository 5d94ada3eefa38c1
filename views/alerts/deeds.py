"""What people do with an alert on its page: the verbs it has, and having read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from models.alerts import BusinessAlert
from models.alerts.words import standing_of
from models.core import clock
from models.core.workflow import verbs_of

from ..core.access.person import is_granted
from ..core.pages.verb_form import VerbForm

VERBS: Final = ("resolve", "snooze", "reopen", "assign", "comment")
"""The verbs that the page offers."""

_DAYS: Final = {"1": 1, "7": 7}
"""The buttons that put an alert off: so many days."""


def possible(alert: BusinessAlert) -> frozenset[str]:
    """Those of the verbs that the person at the door may speak to `alert` now."""
    known = verbs_of(BusinessAlert)
    granted = (name for name in VERBS if is_granted(f"can_{name}", BusinessAlert.__tablename__))
    return frozenset(name for name in granted if known[name].is_legal_for(alert))


def form_of(deed: str, given: Mapping[str, str]) -> VerbForm:
    """What was typed for the verb `deed`, with its complaints. “1 day” and “1 week” are days from today."""
    typed = dict(given)
    days = _DAYS.get(typed.pop("for", ""))
    if deed == "snooze" and days is not None:
        typed["until"] = (clock.shop_day() + dt.timedelta(days=days)).isoformat()
    return VerbForm(verbs_of(BusinessAlert)[deed], typed)


def speak(alert: BusinessAlert, deed: str, form: VerbForm) -> None:
    """Do what was asked."""
    getattr(alert, deed)(**dict(form.read()))


def told_of(deed: str, alert: BusinessAlert) -> str:
    """What was done, as a sentence."""
    done: dict[str, Any] = {
        "resolve": "Resolved. It stays quiet until it has cleared once.",
        "snooze": f"{standing_of(alert)}.",
        "reopen": "It is open again.",
        "assign": f"{alert.assigned_to} has it now."
        if alert.assigned_to
        else "Nobody in particular has it now.",
        "comment": "Your comment stands below.",
        "mark_read": "Marked as read.",
    }
    return str(done[deed])
