"""Who comes in to the reports: each is for the roles that its declaration names, wherever it is asked for."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, abort, current_app, render_template

from models.core.actor import current_actor
from models.core.base import db
from models.people import StaffUser
from models.reports import REPORTS, Declaration, Report, ReportKind
from tasks.live import Change

from ..core import live
from ..core.access.person import require, staff
from ..core.refusals import Refusal
from ..core.rest.json_values import identity_of
from ..files.words import size_in_words

bp: Final = Blueprint("reports", __name__, url_prefix="/reports")

MENU: Final = "Reports"


@bp.before_request
def _for_readers() -> None:
    require("menu_access", MENU)


@bp.get("/events")
def events() -> Response:
    """Tells the open pages that a report changed; which one they may read they ask again."""
    return live.stream(f"staff {reader().id}", _is_of_reports)


def _is_of_reports(change: Change) -> bool:
    return change.table == Report.__tablename__


def reader() -> StaffUser:
    """The member of staff at the door."""
    return staff() or abort(401)


def readable() -> list[Declaration]:
    """The reports that the reader may open, in the order of their kinds; 403 when there is none."""
    known = [REPORTS[kind] for kind in ReportKind if kind in REPORTS]
    return [each for each in known if each.is_for(current_actor())] or abort(
        403, "No report is for your role."
    )


def declared_as(kind: str) -> Declaration:
    """The report of this kind; 404 when there is none, 403 when it is not for the reader."""
    declared = REPORTS.get(ReportKind[kind]) if kind in ReportKind.__members__ else None
    if declared is None:
        abort(404)
    if not declared.is_for(current_actor()):
        abort(403, f"{declared.title} is not for your role.")
    return declared


def found(report_id: str) -> Report:
    """The report with this id; 404 when there is none, 403 when it is not for the reader."""
    identity = identity_of(Report, report_id)
    row = db.session.get(Report, identity) if identity else None
    if row is None:
        abort(404)
    declared_as(row.kind)
    return row


def drawn(template: str, refusal: Refusal | None = None, **values: Any) -> Any:
    """The page in the frame, with the status of what was refused."""
    builder = current_app.extensions["appbuilder"]
    page = render_template(
        template,
        refusal=refusal,
        size=size_in_words,
        appbuilder=builder,
        base_template="layout.html",
        **values,
    )
    return (page, refusal.status, refusal.headers) if refusal else page
