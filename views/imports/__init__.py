"""Importing a file: `/import/` takes it, `/import/<id>` shows how it is read and what it brings, and imports it."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Any, Final

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)

from models.core.base import db
from models.core.errors import RuleBroken
from models.core.roles import ROLES
from models.imports import KINDS, MOST_BYTES, Import, ImportStatus, Mapping, NotATable, faults, guess
from tasks import imports as work
from tasks.import_files import keep_file, table_of
from tasks.import_progress import rows_done
from tasks.spreadsheets import read_table

from ..core.access.grants import grant, holds
from ..core.access.person import current_roles, is_granted, require
from ..core.pages.export_files import write_csv
from . import screens
from .asking import SavedMaps, mapping_from, own_import, sender
from .page import ask_page, import_page

bp: Final = Blueprint("imports", __name__, url_prefix="/import")

_PERMISSION: Final = ("menu_access", "Import")


def init_app(app: Flask) -> None:
    """Serve the pages to whoever may add rows of some kind."""
    importers = [role for role in ROLES if any(holds([role], "can_add", kind) for kind in KINDS)]
    grant(importers, [_PERMISSION[0]], _PERMISSION[1])
    app.register_blueprint(bp)
    app.extensions["appbuilder"].add_link("Import", href="/import/", category="Sales")


@bp.before_request
def _for_importers_alone() -> None:
    require(*_PERMISSION)


@bp.get("/")
def ask() -> Any:
    """Choose a kind, a file and, if the source is known, its map."""
    return ask_page()


@bp.post("/")
def take() -> Any:
    """Keep the file, map it and look at what it would bring; the page again with a sentence when it is no table."""
    kind, file = KINDS.get(request.form.get("kind", "")), request.files.get("file")
    if kind is None or not is_granted("can_add", kind.name):
        return ask_page("Choose what the file holds.", 422)
    if file is None or not file.filename:
        return ask_page("Choose a file.", 422)
    data = file.stream.read(MOST_BYTES + 1)
    maps = SavedMaps(kind)
    known = maps.named(request.form.get("map", ""))
    user_id, actor = sender()
    db.session.rollback()  # reading a large file must not hold the database's lock
    try:
        table = read_table(data)
    except NotATable as refusal:
        return ask_page(str(refusal), 422)
    targets = kind.offered(current_roles())
    mapping = known or guess(kind, table.headers, targets)
    kept = Import(kind=kind.name, file_name=Path(file.filename).name[:200], actor=actor, user_id=user_id)
    kept.stored_as, kept.mapping = keep_file(data), mapping.model_dump(mode="json")
    kept.rows_found = len(table.rows) + len(table.refused)
    db.session.add(kept)
    db.session.flush()
    if not faults(kind, mapping, table.headers, targets):
        kept.begin_check(kept.mapping)
    return _go_on(kept)


@bp.get("/<import_id>")
def show(import_id: str) -> Any:
    """How the file is read, what it would bring, what is refused."""
    return import_page(own_import(import_id))


@bp.post("/<import_id>")
def check(import_id: str) -> Any:
    """Map it as the form says, save the map if it is named, and look again."""
    kept = own_import(import_id)
    kind = KINDS[kept.kind]
    try:
        table = table_of(kept)
    except NotATable as refusal:
        return import_page(kept, str(refusal), 422)
    try:
        mapping = mapping_from(request.form, table.headers)
    except ValueError as refusal:
        return import_page(kept, str(refusal), 422)
    wrong = faults(kind, mapping, table.headers, kind.offered(current_roles()))
    if mapping.updates and not is_granted("can_edit", kind.name):
        wrong.append(f"Your role may not change {kind.title.lower()} that are known already.")
    if wrong:
        return import_page(kept, " ".join(wrong), 422, mapping)
    try:
        SavedMaps(kind).save(request.form.get("save_as", ""), mapping)
        kept.begin_check(mapping.model_dump(mode="json"))
        return _go_on(kept)
    except RuleBroken as refusal:
        db.session.rollback()
        return import_page(own_import(import_id), str(refusal), 409)


@bp.post("/<import_id>/run")
def run(import_id: str) -> Any:
    """Import what was checked."""
    kept = own_import(import_id)
    try:
        kept.begin_import()
    except RuleBroken as refusal:
        db.session.rollback()
        return import_page(own_import(import_id), str(refusal), 409)
    return _go_on(kept)


@bp.get("/<import_id>/status.json")
def status(import_id: str) -> Response:
    """`{"running", "status", "done", "of"}`: how far it is."""
    kept = own_import(import_id)
    answer = jsonify(
        running=kept.is_running, status=kept.status.name, done=rows_done(kept), of=kept.rows_found
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/<import_id>/refused.csv")
def refused(import_id: str) -> Response:
    """Every refused row with its line and reason."""
    kept, file = own_import(import_id), io.BytesIO()
    rows = kept.report.get("refused", [])
    write_csv(file, "Refused", ["Line", "Reason"], rows, Path(tempfile.gettempdir()))
    headers = {"Content-Disposition": 'attachment; filename="refused.csv"', "Cache-Control": "no-store"}
    return Response(file.getvalue(), mimetype="text/csv", headers=headers)


def _go_on(kept: Import) -> Any:
    """Commit, have the work done, and lead to the import's page."""
    import_id, wanted = kept.id, kept.is_running
    db.session.commit()
    if wanted and work.start(import_id):
        flash("The file is being worked on.", "info")
    return redirect(url_for("imports.show", import_id=import_id), 303)


__all__ = ["bp", "init_app", "screens"]
