"""`/search/?q=`: what begins with what somebody typed, as a page, and as JSON for the dialog of every page."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)

from ..core.access.person import staff
from ..core.errors import say, wants_json
from ..core.frame.per_reader import per_reader
from .finding import found, searched_screens

bp: Final = Blueprint("search", __name__, url_prefix="/search")

LONGEST: Final = 200
"""The characters of a question that are looked at."""


def init_app(app: Flask) -> None:
    """Serve the search, and give templates `searched`, the titles of what the person at the door may search."""
    app.register_blueprint(bp)
    app.jinja_env.globals["searched"] = searched


@bp.get("/")
def search() -> Any:
    """What the person at the door may see of what begins with `q`: at most a few rows of each kind."""
    if staff() is None:
        return _to_sign_in()
    typed = request.args.get("q", "").replace("\0", "").strip()[:LONGEST]
    hits = found(typed)
    if wants_json():
        answer = jsonify(query=typed, results=[asdict(each) for each in hits])
    else:
        answer = current_app.make_response(_page(typed, hits))
    answer.headers["Cache-Control"] = "no-store"
    answer.vary.add("Accept")
    return answer


def searched() -> list[str]:
    """What the person at the door may search, such as “Jobs” and “Customers”."""
    return per_reader("searched", lambda: [screen.title for screen in searched_screens()])


def _page(typed: str, hits: list[Any]) -> str:
    return render_template(
        "search/results.html",
        typed=typed,
        hits=hits,
        appbuilder=current_app.extensions["appbuilder"],
        base_template="layout.html",
    )


def _to_sign_in() -> Any:
    if wants_json():
        refusal: Response = say(401)
        return refusal
    return redirect(url_for("LoginView.login", next=request.full_path.rstrip("?")))
