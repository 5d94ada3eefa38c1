"""`/reports/<id>/`: one report, its files exactly as they are kept, its other editions, and making another."""

from __future__ import annotations

import io
from typing import Any, Final

from flask import Response, abort, current_app, redirect, request, url_for

from models.core.base import db
from models.reports import REPORTS, Report, another_edition, editions_of, why_no_other
from tasks.reports import PDF, XLSX, content_of, file_name_of

from ..core.access.person import is_granted
from ..core.pages.sent_files import file_sent
from ..core.pages.writing import attempt
from ..core.refusals import Refusal
from . import words
from .door import bp, drawn, found

_TYPES: Final = {"pdf": PDF, "xlsx": XLSX}
_UNSEEN: Final = (
    "The file cannot be read from the storage right now: try again in a few minutes,"
    " and tell the owner if it stays so."
)


@bp.get("/<report_id>/")
def one(report_id: str) -> Any:
    """What it says, its files, and its other editions; or why it is not there yet."""
    return _page(found(report_id))


@bp.post("/<report_id>/again")
def make_again(report_id: str) -> Any:
    """Have another edition made from what is known now; this one stays as it is."""
    report, made = found(report_id), list[Report]()
    refusal = attempt(lambda: made.append(another_edition(report, mail="mail" in request.form)))
    if refusal is not None:
        return _page(found(report_id), refusal)
    return redirect(url_for("reports.one", report_id=made[0].id), 303)


@bp.get("/<report_id>/pdf")
def paper(report_id: str) -> Response:
    """The paper, as it was sent."""
    return _kept(report_id, "pdf")


@bp.get("/<report_id>/xlsx")
def workbook(report_id: str) -> Response:
    """The workbook with the same numbers."""
    return _kept(report_id, "xlsx")


def _kept(report_id: str, ending: str) -> Response:
    """404 before it is made, 409 when it is not what was kept any more."""
    report = found(report_id)
    if not report.is_made:
        abort(404, f"{report} is not made yet.")
    key, sha256 = getattr(report, f"{ending}_url"), getattr(report, f"{ending}_sha256")
    name = file_name_of(report, ending)
    db.session.rollback()  # nobody waits for the storage
    try:
        content = content_of(ending, key, sha256)
    except OSError:
        current_app.logger.exception("The storage does not answer.")
        abort(503, _UNSEEN)
    return file_sent(io.BytesIO(content), _TYPES[ending], name, is_read_at_once=ending == "pdf")


def _page(report: Report, refusal: Refusal | None = None) -> Any:
    looks_after = is_granted("can_list", Report.__tablename__)
    editions = editions_of(db.session(), report)
    return drawn(
        "reports/report.html",
        refusal,
        report=report,
        declared=REPORTS[report.kind],
        standing=words.standing_of(report, in_detail=looks_after),
        editions=editions,
        newest=editions[0],
        may_be_made_anew=editions[0].is_made and not why_no_other(report),
        why_no_other=why_no_other(report),
        may_try=is_granted("can_try_now", Report.__tablename__) and bool(report.error),
        words=words,
    )
