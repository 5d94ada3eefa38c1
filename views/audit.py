"""What was changed, by whom, and the seals over it. Nobody writes here."""

from __future__ import annotations

import json
from typing import Any

from models.core.audit import AuditEntry, AuditSeal
from models.core.labels import label
from models.core.roles import MANAGER

from .core.access.person import is_granted
from .core.pages.cells import page_url
from .core.screen import SCREENS, Screen, screen
from .core.values import name_of


def subject(entry: AuditEntry) -> str:
    """What was changed, such as “Job gate”; which one is told by the page that it leads to."""
    shown = _screen_of(entry)
    return (shown.noun() if shown else label(entry.subject.partition("/")[0])).capitalize()


def subject_url(entry: AuditEntry) -> str:
    """The page of what was changed, for those who may open it."""
    shown = _screen_of(entry)
    if shown is None or entry.kind == "deleted" or not is_granted("can_show", shown.table):
        return ""
    return page_url(shown, entry.subject.partition("/")[2])


def changes(entry: AuditEntry) -> str:
    """Each column with what it was and is: “Status: QUOTE → QUOTE_SENT; Quoted amount: 576.00”.

    An entry that was tampered with is told as it stands.
    """
    try:
        told = dict(json.loads(entry.changes))
    except (TypeError, ValueError):
        return entry.changes
    return "; ".join(
        f"{name_of(column)}: {_change(value)}" for column, value in told.items() if column != "id"
    )


def _screen_of(entry: AuditEntry) -> type[Screen] | None:
    table = entry.subject.partition("/")[0]
    return next((each for each in SCREENS if each.table == table), None)


def _change(value: Any) -> str:
    return " → ".join(map(_told, value)) if isinstance(value, list) else _told(value)


def _told(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "empty" if value in (None, "") else str(value)


@screen("Audit", category="System", icon="history", read={MANAGER})
class AuditEntryScreen(Screen, model=AuditEntry):
    """One row's change in one transaction."""

    list_columns = ["at", "actor", "subject", "kind", "verbs", "changes"]
    headings = {"at": "When", "actor": "Who", "subject": "What", "kind": "Change", "verbs": "By"}
    formats = {
        "subject": subject,
        "kind": lambda entry: entry.kind.capitalize(),
        "verbs": lambda entry: ", ".join(map(name_of, entry.verbs.split())),
        "changes": changes,
    }
    links = {"subject": subject_url}
    named_by = ["subject"]


@screen("Audit seals", category="System", icon="lock", detail=True, read={MANAGER})
class AuditSealScreen(Screen, model=AuditSeal):
    """The chain that shows tampering."""

    list_columns = ["number", "rows", "created_at", "mac"]
    headings = {"created_at": "Sealed"}
    named_by = ["id"]
