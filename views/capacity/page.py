"""`/capacity/`: the coming weeks, what there is against what is asked for; and the figures of its charts as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, abort, current_app, render_template, request, url_for

from models.core.base import db
from models.scheduling.outlook import Line, Outlook, Sums, outlook

from ..core.access.person import require
from ..core.charts import answer
from .figures import FULL, TIGHT, chart, days_of, drawn, percent_of, spelled, week_name, weeks_of

bp: Final = Blueprint("capacity", __name__, url_prefix="/capacity")

MENU: Final = "Capacity"
WEEKS: Final = (4, 8, 12)
"""How far the outlook may reach."""


@dataclass(frozen=True)
class Cell:
    """How full a line is in a week: in words, as a part of the hours there are, and whether that is much."""

    text: str
    part: float
    tone: str
    title: str


@bp.before_request
def _for_planners() -> None:
    require("menu_access", MENU)


@bp.get("/")
def show() -> str:
    """The outlook: a sentence, how full everything is by week, and the charts of one line."""
    shown = outlook(db.session(), asked_weeks())
    line = _line(shown)
    asked: dict[str, Any] = {"of": line.key, "weeks": asked_weeks()}
    about = f"{line.name}: hours asked for, and as a line the hours there are. Above {TIGHT} % is tight."
    charts = [
        chart(
            "weeks",
            "By week",
            about,
            url_for("capacity.figure", name="weeks", **asked),
            weeks_of(shown, line),
        ),
        chart(
            "days", "By day", about, url_for("capacity.figure", name="days", **asked), days_of(shown, line)
        ),
    ]
    kinds = {
        "Shop": [shown.everybody],
        "Stages": shown.stages,
        "People": shown.people,
        "Machines": shown.machines,
    }
    return render_template(
        "capacity/outlook.html",
        shown=shown,
        line=line,
        weeks=asked_weeks(),
        choices=WEEKS,
        heads=[(week_name(days), f"{days[0]:%-d %b}") for days in shown.weeks],
        kinds={
            kind: [(each, _cells(shown, each)) for each in lines] for kind, lines in kinds.items() if lines
        },
        said=sentence(shown),
        charts=charts,
        appbuilder=current_app.extensions["appbuilder"],
        base_template="layout.html",
    )


@bp.get("/<name>.json")
def figure(name: str) -> Any:
    """The figure of a chart: `weeks` or `days`."""
    if name not in ("weeks", "days"):
        abort(404)
    shown = outlook(db.session(), asked_weeks())
    line = _line(shown)
    if name == "weeks":
        return answer(drawn(weeks_of(shown, line), notes=True))
    return answer(drawn(days_of(shown, line), notes=False))


def asked_weeks() -> int:
    """How many weeks the address asks for: 4, 8 or 12; else 8."""
    weeks = request.args.get("weeks", 8, type=int)
    return weeks if weeks in WEEKS else 8


def _line(shown: Outlook) -> Line:
    key = request.args.get("of", shown.everybody.key)
    line = next((each for each in shown.lines if each.key == key), None)
    if line is None:
        abort(404)
    return line


def _cells(shown: Outlook, line: Line) -> list[Cell]:
    return [_cell(line.of(days)) for days in shown.weeks]


def _cell(sums: Sums) -> Cell:
    percent = sums.percent
    title = f"{spelled(sums.demand)} of {spelled(sums.capacity)}"
    if sums.capacity <= 0 and sums.demand <= 0:
        return Cell("–", 0, "none", title)
    if percent is None:
        return Cell("no hours", 1, "full", title)
    tone = "full" if percent > FULL else "tight" if percent > TIGHT else ""
    return Cell(f"{percent} %", min(percent, 100) / 100, tone, title)


def sentence(shown: Outlook) -> str:
    """What matters most, such as “Printing is 112 % full in week 49: 48.2 h are asked for, 43.0 h are there”."""
    lines = [*shown.stages, *shown.people, *shown.machines]
    weeks = [(line, days, line.of(days)) for line in lines for days in shown.weeks]
    if not weeks:
        return (
            "Nobody's hours are planned yet: add people and machines, then this page shows how full they are."
        )
    without = next((each for each in weeks if each[2].percent is None), None)
    line, days, sums = without or max(weeks, key=lambda each: each[2].percent or 0)
    week = week_name(days).lower()
    if sums.percent is None:
        return f"{line.name} has no hours in {week}, and {spelled(sums.demand)} are asked for."
    if sums.percent > TIGHT:
        numbers = f"{spelled(sums.demand)} are asked for, {spelled(sums.capacity)} are there"
        return f"{line.name} is {percent_of(sums)} full in {week}: {numbers}."
    return f"Nothing is fuller than {TIGHT} %: the most is {line.name} in {week} with {percent_of(sums)}."
