"""What was changed, by whom, and the seals over it. Nobody writes here."""

from __future__ import annotations

from models.core.audit import AuditEntry, AuditSeal
from models.core.roles import MANAGER

from .core.screen import Screen, screen


@screen("Audit", category="System", read={MANAGER})
class AuditEntryScreen(Screen, model=AuditEntry):
    """One row's change in one transaction."""

    list_columns = ["at", "actor", "subject", "kind", "verbs", "changes"]
    headings = {"at": "When", "actor": "Who", "subject": "What"}
    named_by = ["subject"]


@screen("Audit seals", category="System", read={MANAGER})
class AuditSealScreen(Screen, model=AuditSeal):
    """The chain that shows tampering."""

    list_columns = ["number", "rows", "created_at", "mac"]
    named_by = ["id"]
