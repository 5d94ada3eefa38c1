"""What was changed, by whom, and the seals over it. Nobody writes here."""

from __future__ import annotations

from collections.abc import Sequence

from flask import g

from models.core.audit import AuditEntry, AuditSeal
from models.core.roles import MANAGER

from ..core.screen import Screen, screen
from ..core.values import name_of
from .readings import Reading, readings


def _reading_of(entry: AuditEntry) -> Reading:
    """What the page reads of `entry`; of one that stands alone it is read now."""
    if entry.id not in g.setdefault("audit_readings", {}):
        g.audit_readings |= readings([entry])
    reading: Reading = g.audit_readings[entry.id]
    return reading


@screen("Audit", category="System", icon="history", read={MANAGER})
class AuditEntryScreen(Screen, model=AuditEntry):
    """One row's change in one transaction."""

    list_columns = ["at", "actor", "subject", "kind", "verbs", "changes"]
    headings = {"at": "When", "actor": "Who", "subject": "What", "kind": "Change", "verbs": "By"}
    formats = {
        "subject": lambda entry: _reading_of(entry).subject,
        "kind": lambda entry: entry.kind.capitalize(),
        "verbs": lambda entry: ", ".join(map(name_of, entry.verbs.split())),
        "changes": lambda entry: _reading_of(entry).changes,
    }
    links = {"subject": lambda entry: _reading_of(entry).url}
    named_by = ["subject"]

    @classmethod
    def read_beside(cls, rows: Sequence[AuditEntry]) -> None:
        """The rows that the entries are about, and those that they name."""
        g.audit_readings = readings(rows)


@screen("Audit seals", category="System", icon="lock", detail=True, read={MANAGER})
class AuditSealScreen(Screen, model=AuditSeal):
    """The chain that shows tampering."""

    list_columns = ["number", "rows", "created_at", "mac"]
    headings = {"created_at": "Sealed"}
    named_by = ["id"]
