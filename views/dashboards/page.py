"""`/dashboards/`: what there is to look at; each dashboard as a page and as JSON, each chart's numbers as a file."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, abort, current_app, jsonify, redirect, render_template, request
from plotly import io

from models.core.actor import current_actor
from models.core.base import db
from models.core.labels import choice_label
from models.core.visibility import reads_costs
from models.jobs import DecorationMethod

from ..core.access.person import is_granted, require
from ..core.charts import answer
from ..core.pages.sent_files import sent_as
from ..core.representation import plain
from .asked import AGAINST, Asked, asked_of, choices_of, for_job
from .declared import CHARTS, DASHBOARDS, ChartOf, Dashboard, Told
from .fresh import bring_up_to_date
from .spelling import exactly, spelled
from .tiles import abreast

bp: Final = Blueprint("dashboards", __name__, url_prefix="/dashboards")

MENU: Final = "Dashboards"

TABS: Final = (
    "overview",
    "production",
    "profitability",
    "jobs",
    "materials",
    "customers",
    "team",
    "scorecard",
)
"""The order of the tabs; others stand behind these."""


@bp.get("/")
def first() -> Any:
    """The first of the dashboards that the person at the door may open: its tabs lead to the others."""
    require("menu_access", MENU)
    return redirect(f"/dashboards/{theirs()[0].name}")


def theirs() -> list[Dashboard]:
    """The listed dashboards that the person at the door may open, as their tabs stand."""
    listed = [each for each in DASHBOARDS.values() if each.is_listed]
    listed.sort(key=lambda each: TABS.index(each.name) if each.name in TABS else len(TABS))
    return [each for each in listed if is_granted("can_show", each.resource)]


@bp.get("/<name>")
def show(name: str) -> str:
    """A dashboard: its facts, its charts and their numbers."""
    board = _open(DASHBOARDS.get(name))
    asked, read, is_fresh = _read(board)
    tiles = board.tiles(read) if board.tiles else []
    return _page(
        "dashboards/dashboard.html",
        board=board,
        asked=asked,
        choices=choices_of(asked),
        facts=board.facts(read) if board.facts else [],
        said=board.said(read) if board.said else "",
        tiles=tiles,
        abreast=abreast(len(tiles)),
        panels=[(each.template, each.tell(read)) for each in board.panels],
        charts=_two_abreast([_drawn(asked, each, each.tell(read)) for each in _theirs(board)]),
        tabs=theirs() if board.is_listed else [],
        is_fresh=is_fresh,
        against=AGAINST if "against" in board.filters else {},
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
        _may_see(of)
        told = of.tell(_read(_open(board))[1])
        return answer(told.figure) if told.figure is not None else abort(404)
    board = _open(DASHBOARDS.get(name))
    asked, read, _ = _read(board)
    charts = {each.name: _as_json(each, each.tell(read)) for each in _theirs(board)}
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
    _may_see(found)
    asked, read, _ = _read(_open(board))
    told = found.tell(read)
    headings = [column.heading for column in told.columns]
    kinds = [column.kind for column in told.columns]
    whole = told.every() if told.every else (line.values for line in told.lines)
    rows = (exactly(values, kinds) for values in whole)
    figure = f"{asked.figure.name}-" if asked.figure else ""
    return sent_as(kind, f"{figure}{of}-{asked.span.key}", found.title, headings, rows)


def _theirs(board: Dashboard) -> list[ChartOf]:
    """The charts that the person at the door may see."""
    return [each for each in board.charts if not each.of_costs or reads_costs(current_actor())]


def _may_see(of: ChartOf) -> None:
    if of.of_costs and not reads_costs(current_actor()):
        abort(403)


def _open(board: Dashboard | None) -> Dashboard:
    if board is None:
        abort(404)
    require("can_show", board.resource)
    return board


def _read(board: Dashboard) -> tuple[Asked, Any, bool]:
    is_fresh = not board.reads_margins or bring_up_to_date(db.session())
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


def _two_abreast(charts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same, told which is `alone` in its row: it takes all of it."""
    beside = None
    for each in charts:
        if beside and each["wide"]:
            beside["alone"] = True
        beside = None if beside or each["wide"] else each
    if beside:
        beside["alone"] = True
    return charts


def _as_json(of: ChartOf, told: Told) -> dict[str, Any]:
    kinds = [column.kind for column in told.columns]
    figure = current_app.json.loads(io.to_json(told.figure)) if told.figure is not None else None
    return {
        "title": of.title,
        "said": told.said,
        "columns": [column.heading for column in told.columns],
        "rows": [[plain(value) for value in exactly(line.values, kinds)] for line in told.lines],
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
