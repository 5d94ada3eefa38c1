"""When a browser was last seen: noted after the answer is on its way, so that no page waits for a write."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Response, g
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from models.core import clock
from models.core.base import db
from models.core.sqlite import only_reading
from models.portal import PortalSession
from models.portal.sessions import SEEN_EVERY

log = logging.getLogger(__name__)


def hook(bp: Blueprint) -> None:
    """Note every visit to the pages of `bp`."""
    bp.after_request(_note_later)


def _note_later(answer: Response) -> Response:
    inside: Any = g.get("portal_visitor")
    if inside is not None and not answer.is_streamed and inside.session.is_unseen:
        answer.call_on_close(partial(_note, db.engine, inside.session.id))
    return answer


def _note(engine: Engine, session_id: str) -> None:
    """Write it in a transaction of its own. A lost note does no harm: the next page makes up for it."""
    now, table = clock.now(), PortalSession.__table__
    unseen = sa.update(table).where(table.c.id == session_id, table.c.last_seen_at < now - SEEN_EVERY)
    only_reading(False)
    try:
        with engine.begin() as connection:
            connection.execute(unseen.values(last_seen_at=now))
    except SQLAlchemyError as problem:
        log.info("It was not noted that a portal session is in use: %s", problem)
