"""What was imported by whom, and the maps by which sources are known."""

from __future__ import annotations

from flask import url_for

from models.core.roles import MANAGER, OFFICE
from models.imports import KINDS, Import, ImportMap

from ..core.screen import Screen, screen


def kind_title(row: Import | ImportMap) -> str:
    """What the file holds, in words."""
    return KINDS[row.kind].title if row.kind in KINDS else row.kind


@screen("Imports", category="System", icon="upload", detail=True, read={OFFICE, MANAGER})
class ImportScreen(Screen, model=Import):
    """Every file that was sent; each has its own page at `/import/<id>`."""

    list_columns = [
        "created_at",
        "kind",
        "file_name",
        "status",
        "rows_found",
        "rows_refused",
        "actor",
        "summary",
    ]
    search_columns = ["kind", "file_name", "status", "actor", "created_at"]
    named_by = ["file_name"]
    formats = {"kind": kind_title, "file_name": lambda row: row.file_name}
    links = {"file_name": lambda row: url_for("imports.show", import_id=row.id)}
    headings = {"created_at": "Sent", "rows_found": "Rows", "rows_refused": "Refused", "actor": "Who"}


@screen(
    "Import maps", category="System", icon="columns-3", detail=True, write={OFFICE, MANAGER}, without={"add"}
)
class ImportMapScreen(Screen, model=ImportMap):
    """How the files of each source are mapped; saved on an import's page."""

    list_columns = ["name", "kind", "updated_at"]
    search_columns = ["name", "kind", "created_at"]
    form_columns = ["name"]
    base_order = ("name", "asc")
    formats = {"kind": kind_title}
