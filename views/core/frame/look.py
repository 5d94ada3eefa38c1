"""The shop's look on its pages: name and logo for templates, the accent as a style sheet and as the page's icon.

The accent's files are made from the colour that their address names, and nothing else: they need neither the database
nor a sign-in, any process can serve them, and browsers may keep them.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Final

from flask import Blueprint, Flask, Response, abort, request, send_file
from flask_appbuilder import AppBuilder

from models.look import Look, Tints, dark_tints, is_accent, light_tints
from tasks.logo import TYPES, is_stored, path_of
from tasks.look import look

from ..access.visit import FOR_ANYBODY
from ..delivery.files import FOR_EVER

bp: Final = Blueprint("look", __name__, url_prefix="/look")

_ICON: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="{}"/>'
    '<path d="M8 12h16M8 16.5h16M8 21h9" stroke="#fff" stroke-width="2.6" stroke-linecap="round"/></svg>\n'
)


class ShopBuilder(AppBuilder):
    """Flask-AppBuilder, whose templates call the shop as its settings do."""

    @property
    def app_name(self) -> str:
        """The shop's name."""
        return look().name


def init_app(app: Flask) -> None:
    """Serve the files of the look, and give templates `look`, which `look.html` draws."""
    app.register_blueprint(bp)
    FOR_ANYBODY.update({"look.stylesheet", "look.page_icon", "look.logo"})
    app.jinja_env.globals |= {
        "look": look,
        "look_sheet": lambda shop: _address(shop.accent, "css"),
        "look_icon": lambda shop: _address(shop.accent, "svg"),
        "look_logo": _logo_address,
    }


@bp.get("/<colour>.css")
def stylesheet(colour: str) -> Response:
    """The accent's tints as custom properties, of which the style sheets make what is accented."""
    return _made_of(colour, "css", "text/css")


@bp.get("/<colour>.svg")
def page_icon(colour: str) -> Response:
    """The icon of the page's tab."""
    return _made_of(colour, "svg", "image/svg+xml")


@bp.get("/logo/<name>")
def logo(name: str) -> Response:
    """The picture `name`; its name tells its content."""
    if not is_stored(name):
        abort(404)
    return _kept(send_file(path_of(name), mimetype=TYPES[name.rpartition(".")[2]], conditional=True))


def _address(accent: str, kind: str) -> str:
    return f"/look/{accent.removeprefix('#')}.{kind}?v={_version(accent, kind)}"


def _logo_address(shop: Look) -> str:
    return f"/look/logo/{shop.logo}"


@cache
def _version(accent: str, kind: str) -> str:
    return hashlib.sha256(_content(accent, kind).encode()).hexdigest()[:12]


def _made_of(colour: str, kind: str, mimetype: str) -> Response:
    accent = f"#{colour}"
    if not is_accent(accent):
        abort(404)
    answer = Response(_content(accent, kind), mimetype=mimetype)
    return _kept(answer) if request.args.get("v") == _version(accent, kind) else answer


def _content(accent: str, kind: str) -> str:
    if kind == "svg":
        return _ICON.format(accent)
    light, dark = _properties("light", light_tints(accent)), _properties("dark", dark_tints(accent))
    return f":root {{\n{light}{dark}}}\n"


def _properties(scheme: str, tints: Tints) -> str:
    return (
        f"  --{scheme}-accent: {tints.accent}; --{scheme}-on-accent: {tints.ink};"
        f" --{scheme}-accent-ink: {tints.text}; --{scheme}-accent-soft: {tints.soft};\n"
    )


def _kept(answer: Response) -> Response:
    answer.headers["Cache-Control"] = FOR_EVER
    return answer
