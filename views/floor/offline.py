"""The service worker, which keeps the floor's pages for when there is no network, and the page for those it has not."""

from __future__ import annotations

from flask import Response
from flask.typing import ResponseReturnValue

from ..core.delivery.files import file_at
from ..core.frame.assets import STATIC
from .door import OPEN, page
from .frame import render


@page("/worker.js", who=OPEN)
def worker() -> ResponseReturnValue:
    """The script; it speaks for the pages below /floor/, where it is served."""
    answer = Response(file_at(STATIC / "floor" / "worker.js").content, mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@page("/offline", who=OPEN)
def offline() -> ResponseReturnValue:
    """What a phone shows without a network where it kept no page: of nobody, whoever is in when it is fetched."""
    return render("offline.html", visitor=None)
