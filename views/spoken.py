"""What was said to many rows at once, for the owner to look at."""

from __future__ import annotations

from models.spoken import SpokenVerb

from .core.screen import Screen, screen


@screen("Spoken verbs", category="System", icon="list", detail=True)
class SpokenVerbScreen(Screen, model=SpokenVerb):
    """Which rows a request for many rows has reached, kept for two days so that none is reached twice."""

    list_columns = ["created_at", "verb", "subject", "request"]
    named_by = ["verb"]
    headings = {"created_at": "When", "subject": "What"}
