"""What was done with an alert, the latest first: its deeds as the audit trail has them, and what people wrote."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from models.alerts import AlertSeverity, BusinessAlert
from models.core.audit import AuditEntry
from models.core.base import db
from models.core.dates import full_moment, iso_day, short_day
from models.core.labels import label
from models.people import StaffUser

MOST: Final = 100
"""Deeds that the page shows."""


@dataclass(frozen=True)
class Deed:
    """One line: when, an icon, what was done by whom, and what was written with it."""

    at: dt.datetime
    icon: str
    said: str
    text: str = ""

    @property
    def when(self) -> str:
        """The moment as people read it."""
        return full_moment(self.at)


def history_of(alert: BusinessAlert) -> list[Deed]:
    """All that was done with `alert`, in two statements."""
    mine = sa.select(AuditEntry).where(AuditEntry.subject == f"business_alerts/{alert.id}")
    entries = db.session.scalars(mine.order_by(AuditEntry.id.desc()).limit(MOST)).all()
    changes = [(entry, json.loads(entry.changes)) for entry in entries]
    names = _names({_after(told, "assigned_to_id") for _, told in changes})
    deeds = [deed for entry, told in changes if (deed := _deed(entry, told, names))]
    wrote = [
        Deed(each.created_at, "message", f"{each.author_name} wrote", each.text) for each in alert.comments
    ]
    return sorted([*deeds, *wrote], key=lambda deed: deed.at, reverse=True)


def _deed(entry: AuditEntry, told: Mapping[str, Any], names: Mapping[str, str]) -> Deed | None:
    """The line of an entry; None for what is no deed, such as a value that was measured anew."""
    verbs, who = entry.verbs.split(), entry.actor
    severity = _after(told, "severity")
    if entry.kind == "new":
        return Deed(entry.at, "bell", f"Raised as {label(severity or AlertSeverity.WARNING)}")
    if "clear" in verbs:
        return Deed(entry.at, "circle-check", "Over: it is not true any more")
    if "resolve" in verbs:
        return Deed(entry.at, "check", f"{who} resolved it", _after(told, "resolution") or "")
    if "snooze" in verbs:
        return Deed(entry.at, "clock", f"{who} put it off until {_day(_after(told, 'snoozed_until'))}")
    if "reopen" in verbs:
        return Deed(entry.at, "arrow-back-up", f"{who} opened it again")
    if "assign" in verbs:
        whom = names.get(str(_after(told, "assigned_to_id")))
        return Deed(
            entry.at, "users", f"{who} handed it to {whom}" if whom else f"{who} took it from who had it"
        )
    if "wake" in verbs:
        return Deed(entry.at, "bell", "Back: it is still true")
    if severity:
        return Deed(entry.at, "alert-triangle", f"It is {label(severity)} now")
    return None


def _after(told: Mapping[str, Any], column: str) -> Any:
    """What `column` came to; None where it did not change."""
    value = told.get(column)
    return value[1] if isinstance(value, list) else value


def _day(text: Any) -> str:
    return short_day(iso_day(str(text))) if text else "another day"


def _names(ids: set[Any]) -> dict[str, str]:
    known = [int(each) for each in ids if each is not None]
    if not known:
        return {}
    return {
        str(user.id): str(user)
        for user in db.session.scalars(sa.select(StaffUser).where(StaffUser.id.in_(known)))
    }
