"""The service worker, which keeps the floor's pages for when there is no network."""

from __future__ import annotations

from flask import Response
from flask.typing import ResponseReturnValue

from ..core.delivery.files import file_at
from ..core.frame.assets import STATIC
from .door import OPEN, page


@page("/worker.js", who=OPEN)
def worker() -> ResponseReturnValue:
    """The script; it speaks for the pages below /floor/, where it is served."""
    answer = Response(file_at(STATIC / "floor" / "worker.js").content, mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer
