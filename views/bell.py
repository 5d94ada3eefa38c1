"""What a member of staff was told: the own notifications, and how many are unread."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from flask import Blueprint, Flask, Response, abort, current_app, jsonify, redirect, render_template, url_for

from models.core.base import db
from models.notifications import StaffNotification
from models.people import StaffUser

from .core.access.person import staff

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


def _reader() -> StaffUser:
    user = staff()
    if user is None:
        abort(redirect(url_for("LoginView.login", next=url_for("bell.told"))))
    return user
