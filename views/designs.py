"""Artwork and its versions."""

from __future__ import annotations

from models.core.roles import ARTIST, BOOKKEEPER, MANAGER, OFFICE, PRODUCTION
from models.designs import Design, DesignVersion

from .core.screen import Screen, screen


@screen(
    "Designs",
    category="Production",
    icon="wand",
    read={PRODUCTION, BOOKKEEPER},
    write={ARTIST, OFFICE, MANAGER},
)
class DesignScreen(Screen, model=Design):
    """Art for a customer."""

    list_columns = ["name", "customer", "job", "archived_at"]
    searched_by = ["name"]
    searched_at = 40
    related = ["design_versions", "design_approval_requests", "approval_comments"]


@screen(
    "Design versions",
    category="Production",
    icon="copy",
    detail=True,
    read={PRODUCTION, BOOKKEEPER, ARTIST, OFFICE, MANAGER},
)
class DesignVersionScreen(Screen, model=DesignVersion):
    """The files of the designs: each is added by its design's verb, and never changes."""

    named_by = ["file_name"]
    list_columns = ["design", "number", "file_name", "file_size", "mime_type", "what_changed", "sha256"]
    related = ["design_approval_requests"]
