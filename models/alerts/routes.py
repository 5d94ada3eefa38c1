"""Which roles are told of an alert: on their pages, and by mail."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from ..core.base import Versioned
from ..core.doors import GIVEN_ONCE
from ..core.labels import choice_label
from ..core.roles import ADMIN, ARTIST, BOOKKEEPER, MANAGER, OFFICE, PRODUCTION
from ..core.types import Choice
from .kinds import AlertSeverity, AlertType

T, S = AlertType, AlertSeverity


class AlertRoute(Versioned):
    """From which severity on a role is told of a type of alerts.

    Nobody is told of what their role may not see, whatever a route says.
    """

    __tablename__ = "alert_routes"
    __table_args__ = (sa.UniqueConstraint("type", "role"),)

    type: Mapped[AlertType] = mapped_column(Choice(AlertType), info=GIVEN_ONCE)
    role: Mapped[str] = mapped_column(String(40), info=GIVEN_ONCE)
    in_app_from: Mapped[AlertSeverity | None] = mapped_column(
        Choice(AlertSeverity), doc="Told under the bell from this severity on; empty: not at all."
    )
    mailed_from: Mapped[AlertSeverity | None] = mapped_column(
        Choice(AlertSeverity),
        doc="Mailed from this severity on: critical ones at once, others once a day; empty: not at all.",
    )

    def __str__(self) -> str:
        return f"{choice_label(self.type)} to {self.role}"


_DEFAULTS: Final[dict[AlertType, dict[str, tuple[AlertSeverity | None, AlertSeverity | None]]]] = {
    T.LOW_INVENTORY: {
        ADMIN: (S.CRITICAL, None),
        MANAGER: (S.WARNING, S.WARNING),
        OFFICE: (S.WARNING, S.WARNING),
        PRODUCTION: (S.CRITICAL, None),
    },
    T.HIGH_COSTS: {
        ADMIN: (S.WARNING, S.WARNING),
        MANAGER: (S.WARNING, S.WARNING),
        BOOKKEEPER: (S.WARNING, None),
    },
    T.OVERDUE_JOBS: {
        ADMIN: (S.CRITICAL, S.CRITICAL),
        MANAGER: (S.WARNING, S.WARNING),
        OFFICE: (S.WARNING, S.WARNING),
        PRODUCTION: (S.WARNING, None),
        ARTIST: (S.CRITICAL, None),
    },
    T.CAPACITY_EXCEEDED: {
        ADMIN: (S.CRITICAL, S.CRITICAL),
        MANAGER: (S.WARNING, S.WARNING),
        OFFICE: (S.CRITICAL, None),
        PRODUCTION: (S.CRITICAL, None),
    },
    T.PROFIT_MARGIN_LOW: {
        ADMIN: (S.WARNING, S.WARNING),
        MANAGER: (S.WARNING, S.WARNING),
        BOOKKEEPER: (S.WARNING, None),
    },
    T.SYSTEM: {
        ADMIN: (S.INFO, S.WARNING),
        MANAGER: (None, None),
    },
}
"""Who is told at first, under the bell and by mail: who can do something about it, and the owner of what is grave."""


def lay_out_routes(session: Session) -> None:
    """Add the routes that are missing; those that the shop changed stay as they are. Does not commit."""
    known = {(kind, role) for kind, role in session.execute(sa.select(AlertRoute.type, AlertRoute.role))}
    session.add_all(
        AlertRoute(type=kind, role=role, in_app_from=in_app, mailed_from=mailed)
        for kind, roles in _DEFAULTS.items()
        for role, (in_app, mailed) in roles.items()
        if (kind, role) not in known
    )
