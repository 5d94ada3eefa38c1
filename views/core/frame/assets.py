"""The addresses of the files that pages are made with. Each changes with its content, so that browsers may keep it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Final

from flask import Flask
from markupsafe import Markup

from ..delivery.files import CUT, file_at

STATIC: Final = Path(__file__).resolve().parents[2] / "static"
_LOCK: Final = STATIC.parents[1] / "vendor.lock"


def init_app(app: Flask) -> None:
    """Give templates `asset`, `vendored` and `icon`."""
    app.jinja_env.globals |= {"asset": asset, "vendored": vendored, "icon": icon}


@cache
def asset(name: str) -> str:
    """The address of a file of our own."""
    return f"/static/{name}?v={file_at(STATIC / name).digest}"


@cache
def vendored(package: str, name: str) -> str:
    """The address of a file that `vendor.lock` names; LookupError when it names none."""
    for path in json.loads(_LOCK.read_text(encoding="utf-8")):
        if path.startswith(f"{package}/") and path.endswith(f"/{name}"):
            return asset(f"vendor/{path}") if name in CUT else f"/static/vendor/{path}"
    raise LookupError(f"vendor.lock has no {name} of {package}: see vendor.py.")


@cache
def icon(name: str, title: str = "") -> Markup:
    """The drawing `name`: silent for a screen reader, or called `title`."""
    told = Markup('role="img" aria-label="{}"').format(title) if title else Markup('aria-hidden="true"')
    sprite = vendored("tabler-icons", "sprite.svg")
    return Markup('<svg class="icon" {}><use href="{}#{}"/></svg>').format(told, sprite, name)
