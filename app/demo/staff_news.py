"""What the demo's staff were told on their pages: they have read what is older than two days."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from models.core import clock
from models.notifications import StaffNotification

from .registry import every_workday
from .simulation import Simulation


@every_workday(at=8.4)
def read_the_news(shop: Simulation) -> None:
    """Everybody marks as read what was told some days ago."""
    past = clock.now() - dt.timedelta(days=2)
    unread = sa.select(StaffNotification).where(
        StaffNotification.read_at.is_(None), StaffNotification.created_at < past
    )
    readers = {actor.reference: name for name, actor in shop.staff.items()}
    for news in shop.session.scalars(unread.order_by(StaffNotification.id)).all():
        shop.do(readers[str(news.user_id)], news, "mark_read")
