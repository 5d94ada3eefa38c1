"""Views of grids that people keep: filters and an order under a name, for themselves or for everybody."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from .core.base import Base
from .core.errors import NotAllowed, RuleBroken
from .core.roles import ADMIN
from .people import StaffUser

MOST_OF_ONE = 20
"""Views of one grid that one person may keep."""
LONGEST_NAME, LONGEST_QUERY = 40, 1000


class GridView(Base):
    """A view of the grid of a table: the arguments of its address, as `query`, and whose it is."""

    __tablename__ = "grid_views"
    __table_args__ = (UniqueConstraint("user_id", "resource", "name"),)

    resource: Mapped[str] = mapped_column(String(60), index=True, doc="The table whose grid it is.")
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    query: Mapped[str] = mapped_column(String(LONGEST_QUERY))
    is_shared: Mapped[bool] = mapped_column(default=False, doc="Whether everybody who reads the grid has it.")
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)

    user: Mapped[StaffUser] = relationship(StaffUser)

    def __str__(self) -> str:
        return self.name


def views_for(session: Session, user_id: int, resource: str) -> list[GridView]:
    """The views of a grid that a user has: the own ones and those that are shared, in the order of saving."""
    has = sa.or_(GridView.user_id == user_id, GridView.is_shared.is_(True))
    return list(
        session.scalars(sa.select(GridView).where(GridView.resource == resource, has).order_by(GridView.id))
    )


def keep_view(session: Session, view: GridView) -> None:
    """Add `view`, or put it in the place of its owner's view of the same name. Does not commit.

    RuleBroken when it has no name or its owner keeps too many.
    """
    view.name = view.name.strip()
    if not view.name:
        raise RuleBroken("The view was not saved: give it a name.")
    own = sa.select(GridView).where(GridView.user_id == view.user_id, GridView.resource == view.resource)
    kept = {each.name: each for each in session.scalars(own)}
    if view.name in kept:
        kept[view.name].query, kept[view.name].is_shared = view.query, view.is_shared
        return
    if len(kept) >= MOST_OF_ONE:
        raise RuleBroken(f"The view was not saved: you keep {len(kept)} of these already. Remove one first.")
    session.add(view)


def drop_view(session: Session, view: GridView, user: StaffUser) -> None:
    """Delete `view` for its owner, or for the owner of the shop. NotAllowed for anybody else. Does not commit."""
    if view.user_id != user.id and ADMIN not in {role.name for role in user.roles}:
        raise NotAllowed(f"The view “{view}” was not removed: only {view.user} can remove it.")
    session.delete(view)
