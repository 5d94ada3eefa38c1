"""Mails about alerts: what is critical in one at once, all else of a day in one; a person's all together.

Nothing is mailed during quiet hours, and nothing that is over, resolved or put off when its mail is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from ..core import clock
from ..notifications import NotificationQueue, queue_mail
from ..people import StaffUser
from .business_alert import BusinessAlert
from .kinds import AlertStatus
from .news import AlertNews
from .quiet import digest_moment, is_quiet

MOST_TOLD: Final = 30
"""Alerts in a mail; it says how many more there are."""


def people_to_mail(session: Session) -> list[int]:
    """The ids of those for whom news wait that are due now, in order; nobody's during quiet hours."""
    if is_quiet(session):
        return []
    due = sa.select(AlertNews.user_id).where(AlertNews.waits.is_(True), _is_due(session))
    return list(session.scalars(due.distinct().order_by(AlertNews.user_id)))


def _is_due(session: Session) -> sa.ColumnElement[bool]:
    return AlertNews.at_once.is_(True) | (AlertNews.created_at <= digest_moment(session))


def gather(session: Session, user: StaffUser) -> NotificationQueue | None:
    """Queue one mail of what is due for `user`; None when nothing of it is left to tell. Does not commit.

    There is one daily mail a day: what becomes due after it, since its hour was changed, waits for the next.
    """
    waiting = _held(session, user)
    daily_key = f"alerts:{user.id}:{clock.shop_day()}"
    if _is_known(session, daily_key):
        waiting = [each for each in waiting if each.at_once]
    for each in waiting:
        each.waits = False
    told = _still_to_tell(waiting, user)
    if not told or not user.mail_address:
        return None
    is_daily = not all(each.at_once for each in waiting)
    key = daily_key if is_daily else f"alerts:{user.id}:{waiting[-1].id}"
    name = "alerts" if is_daily or len(told) > 1 else "alert"
    return queue_mail(session, name, user.mail_address, _data(user, told, is_daily), key)


def _data(user: StaffUser, told: Sequence[BusinessAlert], is_daily: bool) -> dict[str, Any]:
    return {
        "user_id": user.id,
        "alert_ids": [alert.id for alert in told[:MOST_TOLD]],
        "more": max(0, len(told) - MOST_TOLD),
        "is_daily": is_daily,
    }


def _held(session: Session, user: StaffUser) -> Sequence[AlertNews]:
    """What is due for `user`, held until the transaction ends: a second clock finds nothing left."""
    due = sa.select(AlertNews).where(
        AlertNews.user_id == user.id, AlertNews.waits.is_(True), _is_due(session)
    )
    held = due.order_by(AlertNews.id).with_for_update(of=AlertNews)
    return session.scalars(held.options(joinedload(AlertNews.alert, innerjoin=True))).all()


def _is_known(session: Session, key: str) -> bool:
    known = sa.select(NotificationQueue.id).where(NotificationQueue.dedup_key == key)
    return session.scalar(known) is not None


def _still_to_tell(waiting: Sequence[AlertNews], user: StaffUser) -> list[BusinessAlert]:
    """The alerts that still wait for somebody and are theirs to see, the gravest first."""
    reader = user.as_actor()
    alerts = {each.alert_id: each.alert for each in waiting}
    told = [each for each in alerts.values() if each.status is AlertStatus.OPEN and each.is_for(reader)]
    return sorted(told, key=lambda alert: (-alert.severity.rank, alert.id))
