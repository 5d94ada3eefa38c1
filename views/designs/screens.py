"""The screens of designs and of their versions."""

from __future__ import annotations

from typing import Any

from flask_appbuilder import expose

from models.core.roles import ARTIST, BOOKKEEPER, MANAGER, OFFICE, PRODUCTION
from models.designs import DRAWERS, Design, DesignVersion

from ..core.access.grants import grant
from ..core.access.person import require
from ..core.screen import Screen, screen
from .hub import parts_of
from .notes import note_on


@screen("Designs", category="Production", icon="wand", read={PRODUCTION, BOOKKEEPER}, write=DRAWERS)
class DesignScreen(Screen, model=Design):
    """Art for a customer."""

    list_columns = ["name", "customer", "job", "archived_at"]
    searched_by = ["name"]
    searched_at = 40
    related = ["design_versions", "design_approval_requests"]
    show_template = "designs/show.html"

    def parts(self, row: Any, shown: dict[str, Any]) -> dict[str, Any]:
        """Pictures, notes, what is asked and what was decided."""
        return parts_of(row, shown)

    @expose("/<pk>/notes", methods=["POST"])
    def note(self, pk: str) -> Any:
        """Add a note to a version, perhaps at a place, or an answer to one."""
        require("can_note", self.table)
        return note_on(self, self.find(pk))


grant(DRAWERS, ["can_note"], DesignScreen.table)


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
