"""Live updates for staff: `/live/?tables=jobs,job_gates` tells an open page which of its rows changed."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Flask, Response, abort, request

from tasks.live import Change

from .core import live
from .core.access.person import is_granted, staff

bp: Final = Blueprint("live", __name__, url_prefix="/live")

MOST_TABLES: Final = 20


def init_app(app: Flask) -> None:
    """Let pages listen."""
    live.init_app(app)
    app.register_blueprint(bp)


@bp.get("/")
def changes() -> Response:
    """Changes of rows in the asked tables, as far as the person at the door may list them.

    401 for strangers, 403 when none of the tables is theirs to see. What somebody may hear is asked again whenever
    the browser reconnects, after `live.LIFETIME` seconds at most.
    """
    person = staff()
    if person is None:
        abort(401)
    asked = request.args.get("tables", "").split(",")[:MOST_TABLES]
    tables = frozenset(table for table in asked if table and is_granted("can_list", table))
    if not tables:
        abort(403)

    def wants(change: Change) -> bool:
        return change.table in tables

    return live.stream(f"staff {person.id}", wants)
