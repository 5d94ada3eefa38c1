"""The first page: what waits for the visitor, the jobs that run, and the latest of those that are over."""

from __future__ import annotations

from typing import Final

from flask.typing import ResponseReturnValue

from models.core.base import db

from . import cards
from .door import VIEWER, page
from .frame import render, waiting_for
from .visitor import visitor

LATEST_PAST: Final = 3


@page("/", who=VIEWER)
def show() -> ResponseReturnValue:
    """Your jobs."""
    inside, session = visitor(), db.session()
    return render(
        "portal/home.html",
        waiting=waiting_for(inside),
        active=cards.active_jobs(session, inside.customer_id),
        past=cards.past_jobs(session, inside.customer_id, most=LATEST_PAST),
        past_count=cards.count_past(session, inside.customer_id),
    )
