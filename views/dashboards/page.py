"""`/dashboards/`: what there is to look at; each dashboard as a page and as JSON, each chart's numbers as a file."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, abort, current_app, jsonify, render_template, request
from plotly import io

from models.core.base import db
from models.core.labels import choice_label
from models.jobs import DecorationMethod

from ..core.access.person import is_granted, require
from ..core.charts import answer
from ..core.pages.sent_files import sent_as
from ..core.representation import plain
from .asked import Asked, asked_of, choices_of, for_job
from .declared import CHARTS, DASHBOARDS, ChartOf, Dashboard, Told
from .fresh import bring_up_to_date
from .spelling import spelled

bp: Final = Blueprint("dashboards", __name__, url_prefix="/dashboards")

MENU: Final = "Dashboards"


@bp.get("/")
def every() -> str:
    """The dashboards that the person at the door may open."""
    require("menu_access", MENU)
    return _page("dashboards/list.html", dashboards=theirs())


def theirs() -> list[Dashboard]:
    """The listed dashboards that the person at the door may open."""
    listed = (each for each in DASHBOARDS.values() if each.is_listed)
    return [each for each in listed if is_granted("can_show", each.resource)]


@bp.get("/<name>")
def show(name: str) -> str:
    """A dashboard: its facts, its charts and their numbers."""
    board = _open(DASHBOARDS.get(name))
    asked, read, is_fresh = _read(board)
    return _page(
        "dashboards/dashboard.html",
        board=board,
        asked=asked,
        choices=choices_of(asked),
        facts=board.facts(read) if board.facts else [],
        charts=[_drawn(asked, each, each.tell(read)) for each in board.charts],
        tabs=theirs() if board.is_listed else [],
        is_fresh=is_fresh,
        methods=[(method.name, choice_label(method)) for method in DecorationMethod],
        narrowed=sorted(asked.narrowed.dimensions),
    )


@bp.get("/<name>.json")
def figures(name: str) -> Any:
    """All charts of a dashboard: `{"dashboard", "title", "period", "charts": {name: {…, "figure"}}}`.

    By the name of a chart only its figure. Unchanged, neither is sent again (ETag).
    """
    if found := CHARTS.get(name):
        board, of = found
        told = of.tell(_read(_open(board))[1])
        return answer(told.figure) if told.figure is not None else abort(404)
    board = _open(DASHBOARDS.get(name))
    asked, read, _ = _read(board)
    charts = {each.name: _as_json(each, each.tell(read)) for each in board.charts}
    made = jsonify(dashboard=name, title=board.title, period=asked.span.key, charts=charts)
    made.headers["Cache-Control"] = "private, no-cache"
    made.add_etag()
    return made.make_conditional(request)


@bp.get("/<name>/<of>.<kind>")
def file(name: str, of: str, kind: str) -> Response:
    """The numbers of a chart as they are seen, as CSV or XLSX."""
    board, found = CHARTS.get(of, (None, None))
    if board is None or found is None or board.name != name or kind not in ("csv", "xlsx"):
        abort(404)
    asked, read, _ = _read(_open(board))
    told = found.tell(read)
    headings = [column.heading for column in told.columns]
    rows = told.every() if told.every else [line.values for line in told.lines]
    return sent_as(kind, f"{of}-{asked.span.key}", found.title, headings, rows)


def _open(board: Dashboard | None) -> Dashboard:
    if board is None:
        abort(404)
    require("can_show", board.resource)
    return board


def _read(board: Dashboard) -> tuple[Asked, Any, bool]:
    is_fresh = bring_up_to_date(db.session())
    asked = for_job(board) if "job" in board.filters else asked_of(board)
    return asked, board.read(asked), is_fresh


def _drawn(asked: Asked, of: ChartOf, told: Told) -> dict[str, Any]:
    """What the template shows of a chart."""
    path = f"{asked.dashboard.name}/{of.name}"
    return {
        "name": of.name,
        "title": of.title,
        "wide": of.wide,
        "about": told.said,
        "src": f"{asked.address(f'{asked.dashboard.name}.json')}#{of.name}"
        if told.figure is not None
        else "",
        "columns": told.columns,
        "rows": [
            (line.href, [spelled(v, c.kind) for v, c in zip(line.values, told.columns, strict=True)])
            for line in told.lines
        ],
        "ways": told.ways,
        "files": {kind: asked.address(f"{path}.{kind}") for kind in ("csv", "xlsx")},
    }


def _as_json(of: ChartOf, told: Told) -> dict[str, Any]:
    figure = current_app.json.loads(io.to_json(told.figure)) if told.figure is not None else None
    return {
        "title": of.title,
        "said": told.said,
        "columns": [column.heading for column in told.columns],
        "rows": [[plain(value) for value in line.values] for line in told.lines],
        "links": [line.href for line in told.lines],
        "figure": figure,
    }


def _page(template: str, **values: Any) -> str:
    return render_template(
        template,
        appbuilder=current_app.extensions["appbuilder"],
        base_template="layout.html",
        **values,
    )
