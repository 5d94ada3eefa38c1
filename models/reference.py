"""The rows that every shop needs before its first day: roles, settings, and which moves mail the customer."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import Role
from sqlalchemy.orm import Session

from .alerts import lay_out_routes, lay_out_rules
from .approvals import seed_checklist, seed_workflows
from .core.roles import ROLES
from .expenses import lay_out_tax_lines
from .metrics import lay_out_targets
from .months import lay_out_months
from .notifications import seed_status_mails
from .quoting import seed_prices
from .requirements import seed_meshes, seed_spoilage
from .scheduling import seed_routings, seed_stages
from .settings import DECLARED, Setting

PUBLIC = "Public"
"""The role of people who are not signed in. It is granted nothing, but Flask-AppBuilder wants its row."""


def seed(session: Session) -> None:
    """Add the reference rows that are missing; rows that the shop changed stay as they are. Does not commit."""
    for seed_some in SEEDS:
        seed_some(session)


def _seed_roles(session: Session) -> None:
    known = set(session.scalars(sa.select(Role.name)))
    session.add_all(Role(name=name) for name in (*ROLES, PUBLIC) if name not in known)


def _seed_settings(session: Session) -> None:
    known = set(session.scalars(sa.select(Setting.name)))
    missing = (declared for name, declared in DECLARED.items() if name not in known)
    session.add_all(Setting(name=each.name, value=str(each.default), help=each.meaning) for each in missing)


SEEDS: list[Callable[[Session], None]] = [
    _seed_roles,
    _seed_settings,
    seed_status_mails,
    seed_workflows,
    seed_checklist,
    seed_stages,
    seed_routings,
    seed_spoilage,
    seed_meshes,
    seed_prices,
    lay_out_months,
    lay_out_tax_lines,
    lay_out_targets,
    lay_out_rules,
    lay_out_routes,
]
"""Each adds what is missing of one kind; areas above append theirs."""
