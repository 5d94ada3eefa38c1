"""What a member of staff was told: the own notifications, and how many are unread."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from flask import Blueprint, Flask, Response, abort, current_app, jsonify, redirect, render_template, url_for

from models.core.base import db
from models.notifications import StaffNotification
from models.notifications.waiting import unread_by
from models.people import StaffUser

from .core.access.person import staff
from .core.desk import Item, ago, desk, speaking
from .core.pages.addresses import is_own_path

bp: Final = Blueprint("bell", __name__, url_prefix="/notifications")

MOST: Final = 100
"""Notifications on the page."""


def init_app(app: Flask) -> None:
    """Serve the pages."""
    app.register_blueprint(bp)


@bp.get("/")
def told() -> Any:
    """The own notifications, unread ones first, newest first."""
    mine = sa.select(StaffNotification).where(StaffNotification.user_id == _reader().id)
    unread_first = sa.case((StaffNotification.read_at.is_(None), 0), else_=1)
    rows = db.session.scalars(mine.order_by(unread_first, StaffNotification.id.desc()).limit(MOST)).all()
    return render_template(
        "bell.html",
        notifications=rows,
        appbuilder=current_app.extensions["appbuilder"],
        base_template="layout.html",
    )


@bp.get("/unread.json")
def unread() -> Response:
    """`{"count": n}`: how many of the own notifications are unread."""
    user = staff()
    if user is None:
        abort(401)
    mine = sa.select(sa.func.count()).where(
        StaffNotification.user_id == user.id, StaffNotification.read_at.is_(None)
    )
    answer = jsonify(count=db.session.scalar(mine))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _my_unread() -> sa.Select[Any]:
    return unread_by(_reader().id)


@desk("Unread", of=StaffNotification, rows=_my_unread, place=50, own=True)
def unread_notification(told: StaffNotification) -> Item:
    """What the reader was told and has not read."""
    href = told.url if told.url and is_own_path(told.url) else ""
    return Item("bell", told.text, href, age=ago(told.created_at), action=speaking(told, "mark_read"))


def _reader() -> StaffUser:
    user = staff()
    if user is None:
        abort(redirect(url_for("LoginView.login", next=url_for("bell.told"))))
    return user
