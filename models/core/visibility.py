"""Who may see a column. Declared on the column, it holds in every door."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, Final

import sqlalchemy as sa

from .actor import Actor
from .roles import ADMIN, BOOKKEEPER, MANAGER, OFFICE

_COST_READERS: Final = frozenset({ADMIN, MANAGER, BOOKKEEPER})
_PRICE_READERS: Final = _COST_READERS | {OFFICE}

COSTS: Final[dict[str, Any]] = {"seen_by": _COST_READERS}
"""`info=` of a column of costs, rates or margins: Admin, Manager and Bookkeeper."""

OF_COSTS: Final[dict[str, Any]] = {"x-costs": True}
"""`json_schema_extra=` of a verb's argument that tells a cost: only who reads costs is told of it."""

PRICES: Final[dict[str, Any]] = {"seen_by": _PRICE_READERS}
"""`info=` of a column of prices: those who see costs, and Office."""


def reads_prices(actor: Actor) -> bool:
    """Whether `actor` may see prices: not those of the staff who have no such role."""
    return actor.kind != "staff" or actor.has(*_PRICE_READERS)


def reads_costs(actor: Actor) -> bool:
    """Whether `actor` may see costs: not those of the staff who have no such role, and no customer."""
    return actor.kind != "customer" and (actor.kind != "staff" or actor.has(*_COST_READERS))


SECRET: Final[dict[str, Any]] = {"secret": True}
"""`info=` of a column that no door shows to anybody, such as the hash of a token."""


@cache
def _audiences(model: type) -> dict[str, frozenset[str]]:
    columns: Any = sa.inspect(model).column_attrs
    nobody: frozenset[str] = frozenset()
    return {
        attribute.key: nobody if info.get("secret") else info["seen_by"]
        for attribute in columns
        if (info := attribute.columns[0].info).get("secret") or "seen_by" in info
    }


def hidden_columns(model: type, roles: Iterable[str]) -> frozenset[str]:
    """Names of the columns of `model` that holders of `roles` may neither read, write, filter nor order by."""
    held = frozenset(roles)
    return frozenset(name for name, readers in _audiences(model).items() if held.isdisjoint(readers))
