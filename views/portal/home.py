"""The first page: what waits for the visitor, the jobs that run, and those that are past."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from .door import VIEWER, page
from .frame import render, waiting_for
from .visitor import visitor


@page("/", who=VIEWER)
def show() -> ResponseReturnValue:
    """Your jobs."""
    return render("portal/home.html", waiting=waiting_for(visitor()))
