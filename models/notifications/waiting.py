"""What waits to be read or put right: mails that were given up, and what somebody was told."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from .queue import NotificationQueue, NotificationStatus
from .staff import StaffNotification


def dead_mails() -> sa.Select[Any]:
    """Mails that were given up and that nobody has sent anew or called off, the last first."""
    failed = sa.select(NotificationQueue).where(NotificationQueue.status == NotificationStatus.FAILED)
    return failed.order_by(NotificationQueue.id.desc())


def unread_by(user_id: int) -> sa.Select[Any]:
    """What the staff user `user_id` was told and has not read, the last first."""
    mine = sa.select(StaffNotification).where(StaffNotification.user_id == user_id)
    return mine.where(StaffNotification.read_at.is_(None)).order_by(StaffNotification.id.desc())
